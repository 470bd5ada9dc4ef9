import { gzipSync } from "node:zlib";
import type { Page, Request, Response } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";

useBrowser();

const total = 10_000;
const pageSize = 1000;

/** One file of a list of ten thousand, newest first. */
const fileAt = (at: number, state = "archived") => ({
  id: `f${at}`,
  key: `dev/file-${String(at).padStart(5, "0")}.csv`,
  version: "v",
  state,
  size: at,
  receivedAt: Date.UTC(2026, 0, 1) - at * 1000,
  updatedAt: Date.UTC(2026, 0, 1),
  attempts: 1,
});

/** Answers for the API's list; counts what it is asked. */
async function withFiles(page: Page, state = "archived", count = total) {
  const asked: string[] = [];
  await page.route(/\/api\/files\?/, (route) => {
    const { searchParams: query } = new URL(route.request().url());
    const first = Number(query.get("cursor") ?? 0);
    const end = Math.min(count, first + Number(query.get("limit") ?? pageSize));
    asked.push(query.get("cursor") ?? "head");
    const files = Array.from({ length: end - first }, (_, at) => fileAt(first + at, state));
    return route.fulfill({ json: { files, ...(end < count && { cursor: String(end) }) } });
  });
  return asked;
}

/** How many of a page's requests have no answer yet. */
function requestsOf(page: Page): () => number {
  const open = new Set<Request>();
  page.on("request", (request) => open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return () => open.size;
}

describe("the page's first load", () => {
  test("is under 250 KB of compressed scripts, without Uppy and the plots", async () => {
    const scripts = new Map<string, number>();
    const weigh = async (answer: Response) => {
      if (answer.request().resourceType() === "script")
        scripts.set(answer.url(), gzipSync(await answer.body()).byteLength);
    };
    const { page } = await openPage({
      prepare: (fresh) => fresh.on("response", (answer) => void weigh(answer)),
    });
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    await page.waitForLoadState("networkidle");
    const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0);
    expect(scripts.size).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(250 * 1024);
    const before = scripts.size;
    await page.getByLabel("Files", { exact: true }).setInputFiles({
      name: "a.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("a"),
    });
    await expect.poll(() => scripts.size).toBeGreaterThan(before);
  });
});

test("ten thousand files are scrolled through with a screenful of rows in the document", async () => {
  const { page } = await openPage({ path: "/nowhere" });
  const asked = await withFiles(page);
  await page.goto(new URL("/files", page.url()).href);
  await page.getByText("file-00000.csv").waitFor();
  let most = 0;
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
        const rows = await page.locator("tbody tr").count();
        most = Math.max(most, rows);
        return page.getByText("10,000 files", { exact: true }).isVisible();
      },
      { timeout: 60_000, interval: 50 },
    )
    .toBe(true);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByText("file-09999.csv").waitFor();
  expect(most).toBeLessThan(80);
  // Each stretch was asked for once, but for the head.
  const stretches = asked.filter((cursor) => cursor !== "head");
  expect(new Set(stretches).size).toBe(stretches.length);
});

describe("in a minute the list asks", () => {
  test.each([
    ["every two seconds while a file is on its way", "processing", false, 28, 31],
    ["every quarter while nothing is", "archived", false, 3, 5],
    ["once where nobody can see the page", "processing", true, 1, 2],
  ] as const)("%s", async (_, state, isHidden, least, most) => {
    const { page } = await openPage({ path: "/nowhere" });
    await page.clock.install();
    const asked = await withFiles(page, state, 3);
    const awaited = requestsOf(page);
    await page.goto(new URL("/files", page.url()).href);
    await page.getByText("file-00000.csv").waitFor();
    if (isHidden)
      await page.evaluate(() => {
        Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
      });
    // From here on only the test moves the time, and not while an answer is on its way.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 100));
    const before = asked.length;
    // A minute, and what the last of its requests takes to be sent.
    for (let second = 0; second < 61; second++) {
      await page.clock.runFor(980);
      await expect.poll(awaited, { timeout: 60_000, interval: 5 }).toBe(0);
      // The page takes an answer in with timers of its own.
      for (const ms of [10, 10]) await page.clock.runFor(ms);
    }
    expect(asked.length - before).toBeGreaterThanOrEqual(least);
    expect(asked.length - before).toBeLessThanOrEqual(most);
  });
});

test("an API that fails is asked less and less", async () => {
  const { page } = await openPage({ path: "/nowhere" });
  await page.clock.install();
  let asked = 0;
  await page.route(/\/api\/files\?/, (route) => {
    asked++;
    const problem = {
      status: 503,
      code: "unavailable",
      detail: "no",
      title: "",
      type: "",
      requestId: "",
    };
    return route.fulfill({ status: 503, contentType: "application/problem+json", json: problem });
  });
  await page.goto(new URL("/files", page.url()).href);
  await page.getByText("The service does not answer. Try again in a moment.").waitFor();
  const before = asked;
  for (let second = 0; second < 120; second++) await page.clock.runFor(1000);
  expect(asked - before).toBeGreaterThanOrEqual(1);
  expect(asked - before).toBeLessThanOrEqual(6);
});
