import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

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

/**
 * Starts a Chromium without a window: the one at `CHROMIUM_PATH`, else an installed one, else the one that
 * `npx playwright-core install chromium` has downloaded.
 */
export function launchChromium() {
  const given = process.env["CHROMIUM_PATH"];
  const executablePath = [given, ...places].find((place) => place && existsSync(place));
  return chromium.launch({ executablePath, args });
}
