import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { LockedError } from "./errors.ts";
import { withLock } from "./lock.ts";
import { markProcess } from "./process.ts";
import { temporaryFolder } from "./testing.ts";

const deadHolder = { pid: 2_147_000_000, identity: "long ago", token: "dead" };

describe("the lock", () => {
  test("lets one in at a time, and leaves nothing behind", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "a.lock");
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(2);
      inside--;
    };
    await Promise.all(Array.from({ length: 12 }, () => withLock(file, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test("is taken from a process that was killed, by one only", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "a.lock");
    await writeFile(file, JSON.stringify(deadHolder));
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(2);
      inside--;
    };
    await Promise.all(Array.from({ length: 12 }, () => withLock(file, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test("is taken when its file says nothing readable", async () => {
    const file = join(await temporaryFolder(), "a.lock");
    await writeFile(file, "{");
    expect(await withLock(file, async () => "in")).toBe("in");
  });

  test("names its living holder when it waits, and gives up in the end", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "sub", "a.lock");
    await mkdir(join(folder, "sub"));
    await writeFile(file, JSON.stringify({ ...markProcess(process.pid), token: "other" }));
    const waits: number[] = [];
    const options = { timeoutMs: 120, onWait: (pid: number) => void waits.push(pid) };
    await expect(withLock(file, async () => "in", options)).rejects.toThrow(LockedError);
    expect(waits).toEqual([process.pid]);
  });

  test("is free again after a failure", async () => {
    const file = join(await temporaryFolder(), "a.lock");
    const failing = withLock(file, async () => Promise.reject(new LockedError("x", "y", 1)));
    await expect(failing).rejects.toThrow(LockedError);
    expect(await withLock(file, async () => "in")).toBe("in");
  });
});
