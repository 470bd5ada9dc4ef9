import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";
import { choose, csv, rowOf } from "./uploading.ts";

useBrowser();

const archived = { timeout: 60_000 };

/** Counts what the page asks of the API to begin an upload. */
function watchUploads(page: Page) {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/uploads")) asked.push(pathname);
  });
  return asked;
}

describe("what the server would refuse", () => {
  test("is refused before anything is asked, with the reason; the others go", async () => {
    const { page } = await openPage();
    const asked = watchUploads(page);
    const good = csv();
    await choose(page, [{ ...csv("a\\b.csv") }, { ...csv(`${"ü".repeat(600)}.csv`) }]);
    await page.getByText("Its name can't be used: expected no backslash.").waitFor();
    await page
      .getByText(/expected at most 1024 bytes of UTF-8 with the prefix \(here 1208\)/)
      .waitFor();
    expect(asked).toEqual([]);
    await choose(page, [good]);
    await rowOf(page, good.name).getByText("Archived").waitFor(archived);
  });

  test("is all, for a token that may only read", async () => {
    const { page } = await openPage({ caller: "reader" });
    const asked = watchUploads(page);
    await choose(page, csv());
    await page.getByText("Your token may not upload.").waitFor();
    expect(asked).toEqual([]);
  });

  test("is an empty file in parts; another way takes it", async () => {
    const { page } = await openPage();
    const empty = {
      name: `empty-${randomUUID()}.txt`,
      mimeType: "text/plain",
      buffer: Buffer.alloc(0),
    };
    await choose(page, empty);
    await page.getByText("An empty file has no parts. Choose another way for it.").waitFor();
    await page.getByRole("radio", { name: "One signed PUT" }).check();
    await choose(page, empty);
    await rowOf(page, empty.name).getByText("Archived").waitFor(archived);
  });
});

describe("what goes wrong on the way", () => {
  test("a name that is taken is told, where it may not be replaced", async () => {
    const { page } = await openPage();
    const file = csv();
    await choose(page, file);
    await rowOf(page, file.name).getByText("Archived").waitFor(archived);
    await page.getByRole("button", { name: "Clear the finished" }).click();
    await page.getByRole("checkbox", { name: "Never replace" }).check();
    await choose(page, file);
    await page.getByText("A file of this name is there already").waitFor();
    await rowOf(page, file.name).getByText("Failed").waitFor();
  });

  test("a PUT whose answer was lost is known for a success by asking", async () => {
    const { page } = await openPage();
    await page.getByRole("radio", { name: "One signed PUT" }).check();
    await page.getByRole("checkbox", { name: "Never replace" }).check();
    let isFirst = true;
    await page.route(/X-Amz-Signature/, async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      const { isFirst: lose } = { isFirst };
      isFirst = false;
      const answer = await route.fetch();
      return lose ? route.abort("connectionreset") : route.fulfill({ response: answer });
    });
    const file = csv();
    await choose(page, file);
    await rowOf(page, file.name).getByText("Archived").waitFor(archived);
  });

  test("S3's refusal is told with what to do; retried, the file goes", async () => {
    const { page } = await openPage();
    let isOpen = false;
    await page.route(/partNumber=1&/, (route) =>
      isOpen
        ? route.continue()
        : route.fulfill({
            status: 403,
            headers: { "access-control-allow-origin": "*" },
            contentType: "application/xml",
            body: "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
          }),
    );
    const file = csv();
    await choose(page, file);
    await page.getByText("The storage refused it: the permission had run out").waitFor();
    isOpen = true;
    await page.getByRole("button", { name: `Retry ${file.name}` }).click();
    await rowOf(page, file.name).getByText("Archived").waitFor(archived);
  });

  test("an API that is down is waited for", async () => {
    const { page } = await openPage();
    let isDown = true;
    await page.route(/\/api\/uploads/, (route) => (isDown ? route.abort() : route.continue()));
    const file = csv();
    await choose(page, file);
    await rowOf(page, file.name).getByText("Waiting for the connection").waitFor();
    isDown = false;
    await rowOf(page, file.name).getByText("Archived").waitFor(archived);
  });

  test("a token that has expired is asked for again, and what was under way goes on", async () => {
    const { page } = await openPage();
    let isExpired = true;
    await page.route(/\/api\/uploads\/sign/, (route) =>
      isExpired
        ? route.fulfill({
            status: 401,
            json: { status: 401, code: "auth.invalid", detail: "expired" },
          })
        : route.continue(),
    );
    const file = csv();
    await choose(page, file);
    await page.getByText("Your token is not good any more.").first().waitFor();
    isExpired = false;
    const token = inject("page").tokens.find(({ caller }) => caller === "dev")?.token ?? "";
    await page.getByLabel("Token").fill(token);
    await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
    await rowOf(page, file.name).getByText("Archived").waitFor(archived);
  });
});

test("without a token the page asks for one first", async () => {
  const { page } = await openPage({ caller: "none" });
  await page.getByLabel("Token").fill("a token that nobody gave out");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Your token is not good any more.").waitFor();
});

test("a folder goes with all that is in it, under its own names", async () => {
  await mkdir(".switchyard", { recursive: true });
  const folder = await mkdtemp(path.resolve(".switchyard/folder-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, "deep/er"), { recursive: true });
  await writeFile(path.join(folder, "one.txt"), "1");
  await writeFile(path.join(folder, "deep/er/two.txt"), "2");
  const { page } = await openPage();
  await page.getByLabel("Folder", { exact: true }).setInputFiles(folder);
  const name = path.basename(folder);
  for (const file of [`${name}/one.txt`, `${name}/deep/er/two.txt`]) {
    await page.getByRole("link", { name: file }).waitFor(archived);
  }
});
