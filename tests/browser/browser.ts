import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, inject, onTestFinished } from "vitest";
import { launchChromium } from "../../scripts/browser/chromium.ts";

let browser: Browser | undefined;

/** One browser for all tests of a file. */
export function useBrowser() {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
}

interface Opened extends BrowserContextOptions {
  path?: string;
  /** Whose token the page has; none: it has to ask. */
  caller?: "dev" | "other" | "reader" | "none";
  /** Before anything is loaded. */
  prepare?: (page: Page) => void;
}

/** Opens the page in a context of its own. Where the test fails, a screenshot is left in `test-results/`. */
export async function openPage({
  path: place = "/",
  caller = "dev",
  prepare,
  ...options
}: Opened = {}) {
  if (!browser) throw new TypeError("useBrowser() first");
  const { pageUrl, tokens } = inject("page");
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const token = tokens.find((one) => one.caller === caller)?.token ?? "";
  await context.addInitScript((text) => {
    if (text !== "" && sessionStorage.getItem("switchyard.token") === null)
      sessionStorage.setItem("switchyard.token", text);
  }, token);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") {
      console.error(problems.join("\n"));
      await screenshot(page, task.name);
    }
    await context.close();
  });
  prepare?.(page);
  await page.goto(`${pageUrl}${place}`);
  return { page, context, problems };
}

async function screenshot(page: Page, name: string) {
  await mkdir("test-results", { recursive: true });
  const file = `${name.replaceAll(/[^\w]+/g, "-").slice(0, 80)}.png`;
  await page.screenshot({ path: path.join("test-results", file), fullPage: true });
}
