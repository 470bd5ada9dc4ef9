import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { isRunning, markProcess, type ProcessMark } from "./process.ts";

const Marks = z.array(z.object({ pid: z.int(), identity: z.string() }));

const marksFile = (runFolder: string) => join(runFolder, "processes.json");

/** Makes the folder of one emulator's run; it counts as used while this process lives. */
export async function makeRunFolder(folder: string, instance: string): Promise<string> {
  const runFolder = join(folder, "ministack", `run-${instance}`);
  await mkdir(runFolder, { recursive: true });
  await markRunFolder(runFolder, [markProcess(process.pid)]);
  return runFolder;
}

/** Names the processes that use the folder. */
export async function markRunFolder(
  runFolder: string,
  marks: readonly ProcessMark[],
): Promise<void> {
  await writeFile(marksFile(runFolder), JSON.stringify(marks));
}

/** Removes what runs that were killed left behind. */
export async function removeDeadRunFolders(folder: string): Promise<void> {
  const base = join(folder, "ministack");
  const names = (await readdir(base).catch(() => [])).filter((name) => name.startsWith("run-"));
  for (const runFolder of names.map((name) => join(base, name))) {
    const marks = await readMarks(runFolder);
    if (marks === undefined || marks.some(isRunning)) continue;
    await rm(runFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function readMarks(runFolder: string) {
  const text = await readFile(marksFile(runFolder), "utf8").catch(() => undefined);
  // Half-written or just being made: the next run looks again.
  if (text === undefined || text === "") return undefined;
  const marks = Marks.safeParse(JSON.parse(text));
  return marks.success ? marks.data : undefined;
}
