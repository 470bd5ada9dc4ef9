import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** No browser is there, and none could be had. */
class NoChromiumError extends Error {
  override readonly name = "NoChromiumError";
  readonly code = "browser.missing";
}

/** Starts a Chromium without a window: see `ensureChromium`. */
export const launchChromium = () => chromium.launch({ executablePath: installed(), args });

/**
 * Sees to it that there is a Chromium: the one at `CHROMIUM_PATH`, an installed one, the one that Playwright has
 * downloaded; else it has Playwright download one, or, as root, the system's package manager install one.
 * Throws `NoChromiumError`.
 */
export async function ensureChromium(): Promise<void> {
  if (isThere()) return;
  const playwright = path.resolve("node_modules/playwright-core/cli.js");
  await tried(process.execPath, [playwright, "install", "chromium"]);
  if (isThere()) return;
  if (process.getuid?.() === 0) {
    await tried("apt-get", ["update", "-qq"]);
    await tried("apt-get", ["install", "-y", "-qq", "chromium"]);
  }
  if (isThere()) return;
  throw new NoChromiumError(
    "No Chromium is installed. Install one, name it by CHROMIUM_PATH, or run: npx playwright-core install chromium",
  );
}

const installed = () =>
  [process.env["CHROMIUM_PATH"], ...places].find((place) => place && existsSync(place));

const isThere = () => installed() !== undefined || existsSync(chromium.executablePath());

/** What fails here is told by the browser that is still missing. */
const tried = (command: string, options: string[]) =>
  run(command, options, { timeout: 180_000 }).catch(() => undefined);
