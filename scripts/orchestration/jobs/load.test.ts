import { expect, test } from "vitest";
import { jobOf, scheduling } from "../../../tests/unit/orchestration/scheduler/scheduling.ts";
import { UsageError } from "../../cli/command.ts";
import { loadJob, previewJob } from "./load.ts";

const jobId = "job-1";

test("a job that takes longer than a slice is resumed until all of it is there, none twice", async () => {
  const { options, rows, clock, bucket } = await scheduling();
  const heard: number[] = [];
  const outcome = await loadJob(
    { job: jobOf(500) },
    // Every write takes its time.
    { ...options, s3: bucket, store: slowed(options.store, clock) },
    { jobId, onProgress: ({ loaded }) => heard.push(loaded), slice: 1_000 },
  );
  expect(outcome).toMatchObject({ state: "loaded", created: 500, unfinished: false });
  expect(await rows("tasks")).toHaveLength(500);
  expect(heard.length).toBeGreaterThan(2);
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
});

test("a slice too short for anything grows until the job is loaded", async () => {
  const { options, rows, clock, bucket } = await scheduling();
  const slow = { ...options, s3: bucket, store: slowed(options.store, clock) };
  const told = { jobId, onProgress: () => {}, slice: 10 };
  expect(await loadJob({ job: jobOf(120) }, slow, told)).toMatchObject({ state: "loaded" });
  expect(await rows("tasks")).toHaveLength(120);
});

test("a job that another run is loading is waited for", async () => {
  const { options, run, rows } = await scheduling();
  const first = await run(jobOf(300), { remainingMs: () => 0 }, jobId);
  expect(first.unfinished).toBe(true);
  const outcome = await loadJob({ job: jobOf(300) }, options, { jobId, onProgress: () => {} });
  expect(outcome).toMatchObject({ job_id: jobId, state: "loaded", created: 300 });
  expect(await rows("tasks")).toHaveLength(300);
});

test("a preview counts and writes nothing", async () => {
  const { options, rows } = await scheduling();
  const { count, first } = await previewJob({ job: jobOf(30) }, options);
  expect([count, first.length]).toEqual([30, 10]);
  expect([...(await rows("tasks")), ...(await rows("flow"))]).toEqual([]);
});

test("what is no job, or a job that is only tried, is wrong usage with --yes", async () => {
  const { options } = await scheduling();
  const tried = loadJob({ job: jobOf(3), dry_run: true }, options, { jobId, onProgress: () => {} });
  await expect(tried).rejects.toThrow(UsageError);
  await expect(previewJob({ resume: "job-9", job: {} }, options)).rejects.toThrow();
});

type Store = NonNullable<Parameters<typeof previewJob>[1]["store"]>;

function slowed(store: Store | undefined, clock: { now: number }): Store {
  if (!store) throw new TypeError("the world has a store");
  const send = (command: never) => {
    clock.now += 300;
    return store.db.send(command);
  };
  return { ...store, db: { send } as Store["db"] };
}
