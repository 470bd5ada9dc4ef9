import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

const oldAfter = 30 * 24 * 3600 * 1000;

/**
 * Removes the states that nobody has written for 30 days: each life of an emulator has its own,
 * and most never come back.
 */
export async function removeOld(
  folder: string,
  { now, keep }: { now: number; keep: readonly string[] },
): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const file = path.join(folder, name);
    const written = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      // Another has removed it.
      () => now,
    );
    if (now - written > oldAfter && !keep.includes(file)) await rm(file, { force: true });
  }
}
