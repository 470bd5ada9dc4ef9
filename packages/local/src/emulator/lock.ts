import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { LockedError } from "./errors.ts";
import { hasCode, isRunning, markProcess } from "./process.ts";

const Holder = z.object({ pid: z.int(), identity: z.string(), token: z.string() });
type Holder = z.infer<typeof Holder>;

export interface LockOptions {
  /** Told once, when the lock is held by another. */
  readonly onWait?: (holderPid: number) => void;
  readonly timeoutMs?: number;
}

/**
 * Runs `work` while no other process (or caller in this one) holds the lock file.
 *
 * A holder that was killed doesn't count. Throws `LockedError` after `timeoutMs` milliseconds.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const mine: Holder = { ...markProcess(process.pid), token: randomUUID() };
  await acquire(file, mine, options);
  try {
    return await work();
  } finally {
    // A holder may only be thought dead by mistake; then the file is another's.
    if ((await readHolder(file))?.token === mine.token) await rm(file, { force: true });
  }
}

async function acquire(file: string, mine: Holder, { onWait, timeoutMs = 300_000 }: LockOptions) {
  const deadline = performance.now() + timeoutMs;
  let told = false;
  await mkdir(dirname(file), { recursive: true });
  while (!(await create(file, mine))) {
    const holder = await readHolder(file);
    if (holder !== undefined && !isRunning(holder)) {
      await takeAway(file, holder, mine);
      continue;
    }
    if (holder !== undefined && !told) onWait?.(holder.pid);
    told ||= holder !== undefined;
    if (performance.now() > deadline) {
      throw new LockedError(file, `process ${holder?.pid ?? "unknown"}`, timeoutMs / 1_000);
    }
    await sleep(50);
  }
}

/** Whole or not at all: a link appears with its content, and only where none is. */
async function create(file: string, holder: Holder) {
  const draft = `${file}.${holder.token}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes a dead holder's file. Only who holds a second file may, and looks again first: else a
 * slow one could remove the file of somebody who came after the dead holder.
 */
async function takeAway(file: string, dead: Holder, mine: Holder) {
  const breaking = `${file}.breaking`;
  if (!(await create(breaking, mine))) {
    const breaker = await readHolder(breaking);
    if (breaker !== undefined && !isRunning(breaker)) await rm(breaking, { force: true });
    return;
  }
  try {
    if ((await readHolder(file))?.token === dead.token) await rm(file, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    // Not ours by form: nobody is known to hold it.
    return { pid: 0, identity: "unreadable", token: "unreadable" };
  }
}
