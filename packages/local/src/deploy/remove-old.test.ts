import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeOld } from "./remove-old.ts";

test("states of emulators long gone are removed, all else stays", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "states-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const now = Date.parse("2026-05-31T00:00:00Z");
  const ages = { "local-a.json": 31, "local-b.json": 29, "local-mine.json": 99, "local.lock": 99 };
  for (const [name, days] of Object.entries(ages)) {
    await writeFile(path.join(folder, name), "{}");
    const written = new Date(now - days * 24 * 3600 * 1000);
    await utimes(path.join(folder, name), written, written);
  }
  await removeOld(folder, { now, keep: [path.join(folder, "local-mine.json")] });
  expect(await readdir(folder)).toEqual(["local-b.json", "local-mine.json", "local.lock"]);
});

test("where there are none, nothing happens", async () => {
  await expect(removeOld("/nowhere/at/all", { now: 0, keep: [] })).resolves.toBeUndefined();
});
