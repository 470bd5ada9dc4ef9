import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** The end of a log file, at most `count` lines of its last 16 KB; empty when it can't be read. */
export async function lastLines(file: string | undefined, count = 15): Promise<string> {
  if (file === undefined) return "";
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return "";
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 16_384);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-count).join("\n");
  } finally {
    await handle.close();
  }
}

/** Keeps the newest logs of the folder; their names begin with the time they were begun. */
export async function removeOldLogs(folder: string, keep = 8): Promise<void> {
  const logs = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".log"));
  const old = logs.toSorted().slice(0, Math.max(0, logs.length - keep));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}
