import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { hasCode } from "./process.ts";

const Mark = z.object({ pid: z.int().positive(), identity: z.string() });

const Record = z.object({
  schema: z.literal(1),
  name: z.enum(["ministack", "localstack"]),
  endpoint: z.url(),
  port: z.int(),
  region: z.string(),
  version: z.string(),
  instance: z.string(),
  /** The process to end it by; for LocalStack the Compose project is ended instead. */
  process: Mark.optional(),
  project: z.string().optional(),
  logFile: z.string().optional(),
  /** Its folder of this run, removed with it. */
  runFolder: z.string().optional(),
  persistent: z.boolean(),
  startedAt: z.number(),
});

/** What a run leaves on disk of the emulator it started, so that a later run can use or end it. */
export type EmulatorRecord = z.infer<typeof Record>;

export function recordFile(folder: string): string {
  return join(folder, "emulator.json");
}

/** The record, or undefined when there is none or it can't be read: then it says nothing. */
export async function readRecord(folder: string): Promise<EmulatorRecord | undefined> {
  try {
    return Record.parse(JSON.parse(await readFile(recordFile(folder), "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT") || error instanceof SyntaxError || error instanceof z.ZodError) {
      return undefined;
    }
    throw error;
  }
}

export async function writeRecord(folder: string, record: EmulatorRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = `${recordFile(folder)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
  await rename(draft, recordFile(folder));
}

/** Removes the record of that very instance; another's stays. */
export async function removeRecord(folder: string, instance: string): Promise<void> {
  const present = await readRecord(folder);
  if (present?.instance === instance) await rm(recordFile(folder), { force: true });
}
