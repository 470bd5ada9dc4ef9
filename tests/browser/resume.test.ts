import path from "node:path";
import { describe, expect, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";
import {
  choose,
  fileOfSize,
  holdSecondPart,
  isKept,
  MiB,
  rowOf,
  watchStorage,
} from "./uploading.ts";

useBrowser();

const archived = { timeout: 150_000 };

describe("an upload in parts", () => {
  test("of 300 MB outlives the loss of the network, and sends no part twice that has arrived", async () => {
    const { page, context } = await openPage();
    const { parts } = watchStorage(page);
    const file = await fileOfSize(300 * MiB);
    await choose(page, file);
    const row = rowOf(page, file);
    await expect.poll(() => parts.length, archived).toBeGreaterThanOrEqual(4);
    await context.setOffline(true);
    await row.getByText("Waiting for the connection").waitFor();
    const before = [...parts];
    await context.setOffline(false);
    await row.getByText("Archived").waitFor(archived);
    const numbers = Array.from({ length: 19 }, (_, index) => index + 1);
    expect(parts.slice(0, before.length)).toEqual(before);
    expect(parts.toSorted((a, b) => a - b)).toEqual(numbers);
  });

  test("goes on by itself after a reload, from where it was", async () => {
    const { page } = await openPage();
    const file = await fileOfSize(40 * MiB);
    const second = await holdSecondPart(page);
    await choose(page, file);
    await rowOf(page, file).getByText("40 %").waitFor();
    await isKept(page);
    second.letGo();
    const { parts } = watchStorage(page);
    await page.reload();
    await rowOf(page, file).getByText("Archived").waitFor(archived);
    expect(parts).toEqual([2, 3]);
  });

  test("that is too large to be kept goes on when its file is chosen again", async () => {
    const { page } = await openPage();
    const file = await fileOfSize(101 * MiB);
    const second = await holdSecondPart(page);
    await choose(page, file);
    await rowOf(page, file).getByText("15 %").waitFor();
    await isKept(page);
    second.letGo();
    const { parts } = watchStorage(page);
    await page.reload();
    await rowOf(page, file).getByText("Choose this file again to go on.").waitFor();
    await choose(page, file);
    await rowOf(page, file).getByText("Archived").waitFor(archived);
    expect(parts).toEqual([2, 3, 4, 5, 6, 7]);
    expect(await rowOf(page, file).count()).toBe(1);
  });

  test("stands still while it is paused, and goes on from there", async () => {
    const { page } = await openPage();
    const { parts } = watchStorage(page);
    const file = await fileOfSize(48 * MiB);
    const name = path.basename(file);
    const second = await holdSecondPart(page);
    await choose(page, file);
    await rowOf(page, file).getByText("33 %").waitFor();
    await page.getByRole("button", { name: `Pause ${name}` }).click();
    await rowOf(page, file).getByText("Paused").waitFor();
    second.letGo();
    await page.waitForTimeout(1500);
    expect(parts).toEqual([1]);
    await page.getByRole("button", { name: `Resume ${name}` }).click();
    await rowOf(page, file).getByText("Archived").waitFor(archived);
    expect(parts).toEqual([1, 2, 3]);
  });

  test("that is cancelled is given up in S3 too", async () => {
    const { page } = await openPage();
    const { asked } = watchStorage(page);
    const file = await fileOfSize(40 * MiB);
    await holdSecondPart(page);
    await choose(page, file);
    await rowOf(page, file).getByText("40 %").waitFor();
    await page.getByRole("button", { name: `Cancel: ${path.basename(file)}` }).click();
    await expect.poll(() => asked).toContain("DELETE 204");
    await rowOf(page, file).waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem("switchyard.uploads")))
      .toBeNull();
  });

  test("begins anew where S3 has forgotten it", async () => {
    const { page } = await openPage();
    const file = await fileOfSize(20 * MiB);
    const second = await holdSecondPart(page);
    await choose(page, file);
    await rowOf(page, file).getByText("80 %").waitFor();
    await isKept(page);
    second.letGo();
    await page.evaluate(() => {
      const kept = localStorage.getItem("switchyard.uploads") ?? "";
      const forgotten = kept.replace(/"uploadId":"[^"]+"/, '"uploadId":"forgotten"');
      localStorage.setItem("switchyard.uploads", forgotten);
    });
    const { parts } = watchStorage(page);
    await page.reload();
    await rowOf(page, file).getByText("Archived").waitFor(archived);
    expect(parts).toEqual([1, 2]);
  });
});
