import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { violationsOn } from "./axe.ts";
import { openPage, useBrowser } from "./browser.ts";
import { sendFile } from "./calls.ts";
import { choose, csv, rowOf } from "./uploading.ts";

useBrowser();

describe.each(["light", "dark"] as const)("axe finds nothing, in %s colours,", (colorScheme) => {
  test("on the upload page, empty and with files in every state", async () => {
    const { page } = await openPage({ colorScheme });
    expect(await violationsOn(page)).toEqual([]);
    await page.route(/partNumber=2&/, () => {});
    const large = { name: "l.bin", mimeType: "video/mp4", buffer: Buffer.alloc(20 * 1024 ** 2) };
    await choose(page, [csv("a\\b.csv"), large]);
    await page.getByText("Refused").waitFor();
    await page.getByText("80 %").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Pause all" }).click();
    await page.getByText("Paused").waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });

  test("on the list of files, a file's page with a plot, and a replay", async () => {
    const { id, folder } = await sendFile({
      name: "t.csv",
      type: "text/csv",
      content: "a,b\n1,\n",
    });
    const failed = await sendFile({ name: "f.json", type: "application/json", content: "{" });
    const { page } = await openPage({ path: `/files?prefix=${folder}`, colorScheme });
    await page.getByRole("link", { name: /t\.csv/ }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("link", { name: /t\.csv/ }).click();
    await page.getByRole("button", { name: "Look into profile.json" }).click();
    await page.locator("canvas").waitFor();
    await page.getByRole("button", { name: "Look into data.ndjson" }).click();
    await page.locator("pre").waitFor();
    expect(page.url()).toContain(id);
    expect(await violationsOn(page)).toEqual([]);
    await page.goto(page.url().replace(id, failed.id));
    await page.getByRole("button", { name: "Replay…" }).click();
    await page.getByRole("button", { name: "Replay 1 file" }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });

  test("where one is asked for a token, and where there is nothing", async () => {
    const { page } = await openPage({ caller: "none", colorScheme, path: "/nowhere" });
    await page.getByRole("dialog", { name: "Sign in" }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });
});

test("by keyboard alone a file is sent, found, looked into and left", async () => {
  const { page } = await openPage();
  const name = `keys-${randomUUID()}.csv`;
  // Listened for from the beginning: the browser learns of that only some time later.
  page.on("filechooser", (chooser) => void chooser.setFiles(csv(name)));
  // The tab key goes nowhere in a page that isn't there yet.
  await page.getByRole("button", { name: "Choose files" }).waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the content");
  await tabTo(page, "Choose files");
  await page.keyboard.press("Enter");
  await rowOf(page, name).getByText("Archived").waitFor({ timeout: 60_000 });
  await tabTo(page, name);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name }).waitFor();
  expect(await focused(page)).toBe(name);
  await page.getByRole("button", { name: "Look into profile.json" }).waitFor();
  await tabTo(page, "Look into profile.json");
  await page.keyboard.press("Space");
  await page.locator("canvas").waitFor();
  await page.keyboard.press("Space");
  await page.locator("canvas").waitFor({ state: "detached" });
});

test("on a phone nothing is wider than the screen", async () => {
  const { id } = await sendFile({
    name: `${"long".repeat(30)}.csv`,
    type: "text/csv",
    content: "a,b\n1,2\n",
  });
  const viewport = { width: 360, height: 740 };
  const { page } = await openPage({ path: `/files/${id}`, viewport });
  await page.getByRole("button", { name: "Look into profile.json" }).click();
  await page.locator("canvas").waitFor();
  for (const path of [undefined, "/files", "/"]) {
    if (path) await page.goto(new URL(path, page.url()).href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  }
});

/** What the keyboard would act on, by its label or text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
  });

async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 60; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  expect(await focused(page)).toBe(name);
}
