import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { violationsOn } from "./axe.ts";
import { openPage, useBrowser } from "./browser.ts";
import { invoke } from "./calls.ts";

useBrowser();

const live = { timeout: 25_000 };
const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

describe("the state page", () => {
  test("shows a visit that was just counted, without being asked", async () => {
    await invoke("visit", { reset: true });
    const { page, problems } = await openPage({ path: "/state" });
    const visits = part(page, "Visits");
    await visits.getByText("0 visits").waitFor();
    await invoke("visit");
    await visits.getByText("1 visit ·").waitFor(live);
    await visits.getByText(/^\d+ bytes of the 4 KB of all its variables$/).waitFor();
    expect(problems).toEqual([]);
  });

  test("shows the configuration as it is, and as it was", async () => {
    await invoke("configuration", { change: { banner: "before" } });
    await invoke("configuration", { change: { banner: "after" } });
    const { page } = await openPage({ path: "/state" });
    const configuration = part(page, "Configuration");
    await configuration.getByText('"banner": "after"').waitFor();
    await configuration
      .getByRole("button", { name: /^Look at the version/ })
      .nth(1)
      .click();
    await configuration.getByText('"banner": "before"').waitFor();
    await configuration
      .getByRole("button", { name: /^Look at the version/ })
      .first()
      .click();
    await invoke("configuration", { change: { banner: "later" } });
    await configuration.getByText('"banner": "later"').waitFor(live);
  });

  test("shows what was computed, and the room it takes", async () => {
    await invoke("primes", { below: 100 });
    const { page } = await openPage({ path: "/state" });
    const primes = part(page, "Primes");
    await primes.getByRole("row", { name: "100 25" }).waitFor();
    await primes.getByText(/bytes of the 400 KB of one item$/).waitFor();
  });

  test("leafs through many entries, and shows keys and values that are hostile as text", async () => {
    const script = "window.ran = true";
    const hostile = `<img src=x onerror="${script}">`;
    const entries = Array.from({ length: 120 }, (_, at) => ({
      key: at === 50 ? hostile : at === 51 ? "invoice\u202Efdp.exe" : `key ${at}`,
      kind: "string",
      value: `'${hostile}\u0000'`,
    }));
    const { page } = await openPage({
      path: "/state",
      prepare: (fresh) =>
        void fresh.route(/\/api\/state\/primes/, (route) => {
          const skip = Number(new URL(route.request().url()).searchParams.get("skip"));
          const shown = entries.slice(skip, skip + 50);
          const sizes = { size: 120, bytes: 600_000, itemBytes: 409_600, parts: 2 };
          return route.fulfill({ json: { entries: shown, ...sizes } });
        }),
    });
    const primes = part(page, "Primes");
    await primes.getByText("120 entries, from 1 to 50").waitFor();
    await primes.getByRole("button", { name: "Later" }).click();
    await primes.getByText("120 entries, from 51 to 100").waitFor();
    await primes.getByText(hostile, { exact: true }).waitFor();
    await primes.getByText("invoice‹U+202E›fdp.exe").waitFor();
    await primes.getByText("586 KB of the 4 MB of a map, in 2 parts").waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    expect(await page.locator("body").textContent()).not.toContain("\u202e");
  });

  test("fails part by part, with a sentence", async () => {
    const { page } = await openPage({
      path: "/state",
      prepare: (fresh) =>
        void fresh.route(/\/api\/state\/visits/, (route) =>
          route.fulfill({
            status: 500,
            contentType: "application/problem+json",
            json: { status: 500, code: "internal", detail: "x" },
          }),
        ),
    });
    await part(page, "Visits").getByText("Something failed on the server.").waitFor();
    await part(page, "Primes").getByRole("status").waitFor();
  });

  test("is told nobody whose token isn't for it", async () => {
    const { page } = await openPage({ path: "/state", caller: "reader" });
    await part(page, "Visits").getByText("Your token may not do this.").waitFor();
  });
});

describe.each(["light", "dark"] as const)(
  "axe finds nothing on it in %s colours,",
  (colorScheme) => {
    test("nor is it wider than a phone", async () => {
      await invoke("primes", { below: 10 });
      const viewport = { width: 360, height: 740 };
      const { page } = await openPage({ path: "/state", colorScheme, viewport });
      await part(page, "Primes").getByRole("row", { name: "10 4" }).waitFor();
      await part(page, "Visits").getByText("of all its variables").waitFor();
      expect(await violationsOn(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(360);
    });
  },
);

test("in a minute it asks four times for each part, and once where nobody can see it", async () => {
  const { page } = await openPage({ path: "/nowhere" });
  await page.clock.install();
  const asked: string[] = [];
  await page.route(/\/api\/state\//, (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({
      json: {
        text: "{}",
        bytes: 2,
        limitBytes: 4096,
        versions: [],
        entries: [],
        size: 0,
        itemBytes: 1,
        parts: 0,
      },
    });
  });
  await page.goto(new URL("/state", page.url()).href);
  await part(page, "Visits").getByText("of all its variables").waitFor();
  const inAMinute = async () => {
    await page.clock.runFor(100);
    const before = asked.length;
    for (let second = 0; second < 60; second++) {
      await page.clock.runFor(1000);
      await page.evaluate(() => new Promise(requestAnimationFrame)).catch(() => undefined);
    }
    return asked.length - before;
  };
  const seen = await inAMinute();
  expect(seen).toBeGreaterThanOrEqual(9);
  expect(seen).toBeLessThanOrEqual(15);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const hidden = await inAMinute();
  expect(hidden).toBeGreaterThanOrEqual(3);
  expect(hidden).toBeLessThanOrEqual(6);
});
