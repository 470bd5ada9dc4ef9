import { describe, expect, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";
import { sendFile } from "./calls.ts";

useBrowser();

const csv = { name: "towns.csv", type: "text/csv", content: "town,people\nBerlin,3\nRome,\n" };
const broken = { name: "broken.json", type: "application/json", content: '{"a": ' };

describe("the list of files", () => {
  test("is narrowed by name and state, which stand in the address", async () => {
    const { folder } = await sendFile(csv);
    const { page } = await openPage({ path: "/files" });
    await page.getByRole("searchbox", { name: "Name begins with" }).fill(folder);
    await page.waitForURL(`**/files?prefix=${folder}`);
    await page.getByText("1 file", { exact: true }).waitFor();
    await page.getByRole("link", { name: `${folder}/towns.csv` }).waitFor();
    await page.getByRole("combobox", { name: "State" }).selectOption("Failed");
    await page.getByText("No file is like this.").waitFor();
    await page.goBack();
    await page.getByRole("link", { name: `${folder}/towns.csv` }).waitFor();
  });

  test("shows a file's changes without being asked", async () => {
    const { page } = await openPage({ path: "/files" });
    const { folder } = await sendFile(csv);
    const row = page.getByRole("row").filter({ hasText: folder });
    await row.getByText("Archived").waitFor({ timeout: 30_000 });
  });

  test("replays what was chosen, after showing what that would do", async () => {
    const { folder } = await sendFile(broken);
    const { page } = await openPage({ path: `/files?prefix=${folder}` });
    await page.getByRole("checkbox", { name: /^Choose .*broken/ }).check();
    await page.getByRole("button", { name: "Replay 1…" }).click();
    const dialog = page.getByRole("dialog", { name: "Replay files" });
    await dialog.getByText("1 file is to be announced again.").waitFor();
    await dialog.getByRole("button", { name: "Replay 1 file" }).click();
    await page.getByText("1 file is announced again.").waitFor();
  });
});

describe("a file's page", () => {
  test("shows its way, and its profile as a plot and a table", async () => {
    const { id } = await sendFile(csv);
    const { page, problems } = await openPage({ path: `/files/${id}` });
    const way = page.getByRole("region", { name: "Its way" });
    for (const state of ["Received", "Processing", "Archived"])
      await way.getByText(state).waitFor();
    await page.getByRole("button", { name: "Look into profile.json" }).click();
    const plot = page.getByRole("img", {
      name: /How full each column is.*people: 1 values, 1 empty/,
    });
    await plot.locator("canvas").waitFor();
    expect(await page.getByRole("row", { name: /people number 1 0 3 3/ }).count()).toBe(1);
    await page.getByRole("button", { name: "Look into data.ndjson" }).click();
    await page.getByText('{"town":"Berlin","people":3}').waitFor();
    expect(problems).toEqual([]);
  });

  test("says why a file failed, and offers to replay it", async () => {
    const { id } = await sendFile(broken);
    const { page } = await openPage({ path: `/files/${id}` });
    const why = page.getByRole("region", { name: "Why it failed" });
    await why.getByText("file.invalid").waitFor();
    await page.getByRole("button", { name: "Replay…" }).click();
    await page.getByRole("button", { name: "Replay 1 file" }).waitFor();
  });

  test("of another caller is not told of", async () => {
    const { id } = await sendFile(csv);
    const { page } = await openPage({ path: `/files/${id}`, caller: "other" });
    await page.getByText("This file is not known, or not yours.").waitFor();
  });
});
