import { describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { openPage, useBrowser } from "./browser.ts";
import { sendFile } from "./calls.ts";
import { choose, rowOf } from "./uploading.ts";

useBrowser();

const script = "window.ran = true";
const html = `<!doctype html><script>${script}</script><img src=x onerror="${script}"><h1>harmless?</h1>`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`;

const hasRun = (page: Page) => page.evaluate(() => "ran" in window);

describe("a file's content", () => {
  test.each([
    ["page.html", "text/html", html, "<h1>harmless?</h1>"],
    ["badge.svg", "image/svg+xml", svg, "<svg xmlns="],
    ["lies.txt", "text/plain", html, "<h1>harmless?</h1>"],
  ])("is shown as text and never runs: %s", async (name, type, content, seen) => {
    const { id } = await sendFile({ name, type, content });
    const { page, context, problems } = await openPage({ path: `/files/${id}` });
    await page.getByRole("button", { name: new RegExp(`^Look into .*${name}$`) }).click();
    await page.locator("pre").filter({ hasText: seen }).waitFor();
    expect(await page.locator("pre h1, pre svg, pre img, pre script").count()).toBe(0);
    expect(await hasRun(page)).toBe(false);

    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: new RegExp(`^Save .*${name}$`) }).click();
    expect((await saving).suggestedFilename()).toBe(name);
    expect(context.pages()).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test("that is no text is not shown", async () => {
    const content = Buffer.from([0, 1, 2, 3, 255, 254]);
    const { id } = await sendFile({ name: "x.bin", type: "application/octet-stream", content });
    const { page } = await openPage({ path: `/files/${id}` });
    await page.getByRole("button", { name: /^Look into .*x\.bin$/ }).click();
    await page.getByText("This is not text. Save it to look into it.").waitFor();
  });
});

describe("a file's name", () => {
  test("with markup is shown as it is, and nothing of it runs", async () => {
    const name = `<img src=x onerror="${script}">.txt`;
    const { page } = await openPage();
    await choose(page, { name, mimeType: "text/plain", buffer: Buffer.from("a") });
    const row = rowOf(page, name);
    await row.getByText("Archived").waitFor({ timeout: 60_000 });
    await row.getByRole("link", { name }).click();
    await page.getByRole("heading", { name }).waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await hasRun(page)).toBe(false);
  });

  test("that turns its direction shows that it does", async () => {
    const { id, folder } = await sendFile({
      name: "invoice\u202Efdp.exe",
      type: "application/pdf",
      content: "a",
    });
    const { page } = await openPage({ path: `/files/${id}` });
    await page.getByRole("heading", { name: `${folder}/invoice‹U+202E›fdp.exe` }).waitFor();
    expect(await page.locator("h1 bdi").count()).toBe(1);
    expect(await page.locator("body").textContent()).not.toContain("\u202E");
  });
});

test("what a storage answers that is not there any more is told in a sentence", async () => {
  const { id } = await sendFile({ name: "a.txt", type: "text/plain", content: "a" });
  const { page } = await openPage({ path: `/files/${id}` });
  await page.route(/X-Amz-Signature/, (route) =>
    route.fulfill({ status: 404, headers: { "access-control-allow-origin": "*" }, body: "" }),
  );
  await page.getByRole("button", { name: /^Look into .*\/a\.txt$/ }).click();
  await page
    .getByText("This is not in the archive any more, or its link ran out. Look again.")
    .waitFor();
});
