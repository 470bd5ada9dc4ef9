import path from "node:path";
import { describe, expect, test } from "vitest";
import { broken } from "../broken.ts";
import { blocksFrom } from "./blocks.ts";
import { JobEndedError, runBlocks } from "./crew.ts";
import { paceOf } from "./pace.ts";
import { tryHistories } from "./try.ts";

const deaf = { ran: () => {}, shrinking: () => {} };
const forever = new AbortController().signal;
const program = (name: string) => path.join(import.meta.dirname, "testing", name);

test("histories are dealt out by the hundred, each hundred of a seed of its own", () => {
  expect([...blocksFrom(7, 250)]).toEqual([
    { seed: 7, runs: 100 },
    { seed: 8, runs: 100 },
    { seed: 9, runs: 50 },
  ]);
});

test("the pace tells a rate and the time that is left", () => {
  let now = 0;
  const pace = paceOf(1_000, () => now);
  now = 10_000;
  expect(pace(100)).toBe("10.0/s, 1 min left");
  expect(pace(900)).toBe("90.0/s, 2 s left");
  expect(pace(1_000)).toBe("100.0/s in 10 s");
});

describe("a soak", () => {
  test("runs every history in processes of its own", async () => {
    const heard: number[] = [];
    const listeners = { ...deaf, ran: (histories: number) => heard.push(histories) };
    const blocks = [1, 2, 3].map((seed) => ({ seed, runs: 2 }));
    expect(await runBlocks(blocks, { jobs: 2 }, listeners, forever)).toEqual({ histories: 6 });
    expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("ends at the first that goes wrong, and tells which one and how to see it again", async () => {
    const blocks = [...blocksFrom(1, 500)];
    const { wrong, next } = await runBlocks(
      blocks,
      { jobs: 1, program: program("wrong-job.ts") },
      deaf,
      forever,
    );
    expect(wrong).toMatchObject({ seed: 3, path: "4:0", sentences: ["planned"] });
    expect(next).toBe(3);
  });

  test("ends when it is told to, and says where to go on", async () => {
    const interrupt = new AbortController();
    const listeners = { ...deaf, ran: () => interrupt.abort() };
    const blocks = [...blocksFrom(1, 500)];
    const outcome = await runBlocks(blocks, { jobs: 1 }, listeners, interrupt.signal);
    expect(outcome).toEqual({ histories: 1, next: 1 });
  });

  test("fails when a process of its own does", async () => {
    const running = runBlocks(
      [{ seed: 1, runs: 1 }],
      { jobs: 1, program: program("dying-job.ts") },
      deaf,
      forever,
    );
    await expect(running).rejects.toThrow(JobEndedError);
  });
});

test("what goes wrong is made small, and its seed and path show it again", async () => {
  const alter = broken["moves tasks whatever became of them"] ?? {};
  const first: string[] = [];
  const listeners = {
    ran: () => {},
    failed: (sentences: readonly string[]) => first.push(...sentences),
  };
  const wrong = await tryHistories({ seed: 1, runs: 300, alter }, listeners);
  expect(first).not.toEqual([]);
  expect(wrong?.sentences).not.toEqual([]);
  const { seed = 0, path: again = "" } = wrong ?? {};
  const repeated = await tryHistories({ seed, runs: 1, path: again, alter }, listeners);
  expect(repeated).toEqual(wrong);
});
