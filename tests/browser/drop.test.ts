import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";
import { rowOf } from "./uploading.ts";

useBrowser();

const arrived = { timeout: 60_000 };

/** Files and folders on disk, by their paths below one that is taken away after the test. */
async function onDisk(files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(tmpdir(), "drop-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

/** Drags what is on disk over the page and lets it go there, as the system's file manager does. */
async function dropOnDisk(page: Page, files: readonly string[]) {
  const place = await page.getByRole("region", { name: "Choose files" }).boundingBox();
  const at = { x: (place?.x ?? 0) + 20, y: (place?.y ?? 0) + 20 };
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver"] as const)
    await devtools.send("Input.dispatchDragEvent", { type, ...at, data });
  await page.locator(".drop.over").waitFor();
  await devtools.send("Input.dispatchDragEvent", { type: "drop", ...at, data });
  await page.locator(".drop:not(.over)").waitFor();
}

test("files and a folder that are dropped together go with their folders in their names", async () => {
  const id = crypto.randomUUID();
  const root = await onDisk({
    [`single-${id}.csv`]: "town,people\nBerlin,3\n",
    [`year-${id}/may/towns.csv`]: "town,people\nRome,2\n",
    [`year-${id}/notes.txt`]: "of the year",
  });
  const { page, problems } = await openPage();
  await dropOnDisk(page, [path.join(root, `single-${id}.csv`), path.join(root, `year-${id}`)]);
  const names = [`single-${id}.csv`, `year-${id}/may/towns.csv`, `year-${id}/notes.txt`];
  for (const name of names) {
    const row = rowOf(page, name).filter({ hasText: name });
    await row.getByText("Archived").waitFor(arrived);
  }
  expect(problems).toEqual([]);
});

test("what a program made and drops is taken as well; text that is dropped is no file", async () => {
  const { page } = await openPage();
  const name = `made-${crypto.randomUUID()}.csv`;
  const place = page.getByRole("region", { name: "Choose files" });
  const made = await page.evaluateHandle((called) => {
    const carried = new DataTransfer();
    carried.items.add(new File(["town\nOslo\n"], called, { type: "text/csv" }));
    carried.items.add("just words", "text/plain");
    return carried;
  }, name);
  await place.dispatchEvent("drop", { dataTransfer: made });
  await rowOf(page, name).getByText("Archived").waitFor(arrived);
  expect(await page.getByRole("listitem").filter({ hasText: "just words" }).count()).toBe(0);
});
