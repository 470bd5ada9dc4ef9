import { operateJob } from "@switchyard/core/orchestration/operations/job.ts";
import {
  abandonedJobs,
  getJob,
  listJobs,
  schedule,
} from "@switchyard/core/orchestration/scheduler.ts";
import { jobKey } from "@switchyard/core/orchestration/scheduler/jobs/record.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { describe, expect, test } from "vitest";
import { labourer, noon } from "../world.ts";
import { jobOf, queueBucket, scheduling } from "./scheduling.ts";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";

describe("a small job", () => {
  test("becomes tasks at the end of the queue, as sosw writes them, without a file", async () => {
    const { run, rows, requests } = await scheduling();
    const outcome = await run(jobOf(3, { topics: ["a"], lang: "en" }));
    expect(outcome).toMatchObject({ state: "loaded", count: 3, created: 3, unfinished: false });
    const tasks = (await rows("tasks")).toSorted(
      (a, b) => Number(a["greenfield"]) - Number(b["greenfield"]),
    );
    expect(tasks.map((task) => task["greenfield"])).toEqual([2_000, 3_000, 4_000]);
    expect(tasks.map((task) => task["task_id"])).toEqual(outcome.task_ids);
    const [{ payload, ...first } = {}] = tasks;
    expect(first).toMatchObject({
      labourer_id: "counter",
      created_at: noon / 1_000,
      attempts: 0,
      job_id: outcome.job_id,
    });
    expect(JSON.parse(String(payload))).toEqual({
      topics: ["a"],
      words: ["w0"],
      isolate_words: true,
      lang: "en",
    });
    // Accepted, places read, whether it is held, one transaction, ended.
    expect(requests.length).toBeLessThanOrEqual(6);
    await run(jobOf(1));
    expect((await rows("tasks")).map((task) => task["greenfield"])).toContain(5_000);
  });

  test("is accepted once: the same id answers with what it made", async () => {
    const { run, rows } = await scheduling();
    const first = await run(jobOf(5), {}, "request-1");
    expect(await run(jobOf(5), {}, "request-1")).toEqual(first);
    expect(await run(jobOf(9, { job_id: "request-1" }))).toEqual(first);
    expect(await rows("tasks")).toHaveLength(5);
    await run(jobOf(5), {}, "request-2");
    expect(await rows("tasks")).toHaveLength(10);
  });

  test("gives every task its run's correlation id, or its own", async () => {
    const { run, rows } = await scheduling();
    const correlation = "request-1";
    expect(await run(jobOf(2), { correlation })).toMatchObject({ correlation_id: "request-1" });
    await run(jobOf(1, { correlation_id: "mine" }), { correlation });
    const ids = (await rows("tasks")).map((task) => String(task["correlation_id"]));
    expect(ids.toSorted((a, b) => a.localeCompare(b))).toEqual(["mine", "request-1", "request-1"]);
  });

  test("without tasks is loaded at once", async () => {
    const { run } = await scheduling();
    expect(await run(jobOf(0))).toMatchObject({ state: "loaded", count: 0, task_ids: [] });
  });

  test("is refused as a whole, and nothing written", async () => {
    const { options, requests } = await scheduling();
    const wrong = jobOf(2, { topics: [["nested"]], isolate_topics: true });
    await expect(schedule(wrong, options)).rejects.toThrow(/topics/);
    const stranger = { ...jobOf(1), lambda_name: "stranger" };
    await expect(schedule(stranger, options)).rejects.toThrow(/stranger.*counter/);
    const strict = labourer({ payload_schema: { properties: { lang: { type: "string" } } } });
    const unlike = schedule(jobOf(3, { lang: 5 }), { ...options, labourers: [strict] });
    await expect(unlike).rejects.toThrow(/payload\.lang: expected string/);
    await expect(schedule(jobOf(1, { priority: 2 }), options)).rejects.toThrow(/flow\.priority/);
    expect(requests).toEqual([]);
  });

  test("is refused by a draining labourer", async () => {
    const { run, rows, store } = await scheduling();
    const key = { partition: "labourer#counter", sort: "state" };
    await updateIf({ update: "flow", key, change: { set: { draining: { by: "me" } } } }, store);
    await expect(run(jobOf(1))).rejects.toThrow(/draining/);
    expect(await rows("tasks")).toEqual([]);
    expect(await listJobs({}, store)).toEqual({ jobs: [] });
  });
});

describe("a preview", () => {
  test("counts, shows the first tasks and writes nothing", async () => {
    const { options, requests } = await scheduling();
    const preview = await schedule({ job: jobOf(250), dryRun: true }, options);
    expect(preview).toMatchObject({ dry_run: true, labourer_id: "counter", count: 250 });
    expect("first" in preview && preview.first.map(({ words }) => words)).toEqual(
      Array.from({ length: 10 }, (_, index) => [`w${index}`]),
    );
    expect(requests).toEqual([]);
  });
});

describe("a large job", () => {
  test("goes through queue files, at most a tenth of a request a task", async () => {
    const { run, rows, requests, bucket } = await scheduling({ tasksPerFile: 400 });
    const outcome = await run(jobOf(1_000), {}, "large");
    expect(outcome).toMatchObject({ state: "loaded", count: 1_000, created: 1_000 });
    expect(requests.length).toBeLessThan(50);
    const { Contents = [] } = await bucket.send(new ListObjectsV2Command({ Bucket: queueBucket }));
    expect(Contents.map(({ Key = "" }) => Key.split("/").at(-1))).toEqual([
      "tasks-00000.jsonl",
      "tasks-00001.jsonl",
      "tasks-00002.jsonl",
    ]);
    const tasks = await rows("tasks");
    const words = tasks.map(
      ({ payload }) => (JSON.parse(String(payload)) as { words: string[] }).words[0],
    );
    expect(new Set(words).size).toBe(1_000);
  });

  test("costs no more behind a long queue", async () => {
    const { run, requests } = await scheduling();
    await run(jobOf(2_000), {}, "first");
    const alone = requests.length;
    await run(jobOf(2_000), {}, "second");
    expect(requests.length - alone).toBe(alone);
  });

  test("stops when the time is short, and a sibling goes on at the checkpoint", async () => {
    const { run, rows, store } = await scheduling();
    let calls = 0;
    const short = { remainingMs: () => (++calls > 4 ? 30_000 : 90_000) };
    const begun = await run(jobOf(1_000), short, "long");
    expect(begun).toMatchObject({ state: "loading", unfinished: true, next: { resume: "long" } });
    expect(begun.loaded).toBeGreaterThan(0);
    expect(begun.loaded).toBeLessThan(1_000);
    expect(await abandonedJobs(store)).toEqual(["long"]);
    expect(await run(begun.next)).toMatchObject({ state: "loaded", created: 1_000 });
    expect(await rows("tasks")).toHaveLength(1_000);
    expect(await abandonedJobs(store)).toEqual([]);
  });

  test("is loaded by one at a time; one left alone can be taken over", async () => {
    const { run, clock, store } = await scheduling();
    await run(jobOf(200), { remainingMs: () => 0 }, "held");
    const set = { holder: "somebody", until: clock.now + 1_000 };
    await updateIf({ update: "flow", key: jobKey("held"), change: { set } }, store);
    const refused = await run({ resume: "held" });
    expect(refused).toMatchObject({ state: "loading", loaded: 0, unfinished: true });
    expect(refused.next).toBeUndefined();
    clock.now += 2_000;
    expect(await run(jobOf(200), {}, "held")).toMatchObject({ state: "loaded", created: 200 });
  });

  test("has an end of siblings, should it make no headway", async () => {
    const { run } = await scheduling();
    const never = { remainingMs: () => 0, mostRuns: 3 };
    let { next } = await run(jobOf(200), never, "stuck");
    for (let runs = 1; runs < 3; runs++) ({ next } = await run(next, never));
    expect(next).toEqual({ resume: "stuck", generation: 3 });
    await expect(run(next, never)).rejects.toThrow(/stuck was loaded by 3 runs/);
    expect(await run({ resume: "stuck" })).toMatchObject({ state: "loaded", created: 200 });
  });

  test("is of the day it was accepted, whenever it is resumed", async () => {
    const { run, clock, rows } = await scheduling();
    const job = { lambda_name: "counter", period: "yesterday", words: ["a"] };
    await run(job, { remainingMs: () => 0 }, "dated");
    clock.now += 86_400_000;
    await run({ resume: "dated" });
    const [{ payload } = {}] = await rows("tasks");
    expect(payload).toContain("2026-11-20");
  });

  test("keeps to the write units of a provisioned table", async () => {
    const { run, clock } = await scheduling({ writeUnits: 100 });
    const begun = clock.now;
    await run(jobOf(990));
    // Ten transactions of 99 tasks, 2 units each: nine waits of almost 2 s.
    expect(clock.now - begun).toBeGreaterThan(16_000);
  });
});

test("a task has its priority, deadline, delay, keys and lane, all in its transaction", async () => {
  const concurrency = { key: "payload.tenant", limit: 2 };
  const { run, rows } = await scheduling({ flow: { concurrency, priority: true } });
  const job = jobOf(2, {
    tenant: "acme",
    priority: 7,
    deadline: noon / 1_000 + 60,
    correlation_id: "c",
  });
  await run(job);
  const [task] = await rows("tasks");
  expect(task).toMatchObject({
    lane: "counter#7#acme",
    flow_key: "acme",
    priority: 7,
    correlation_id: "c",
  });
  const flow = await rows("flow");
  expect(flow).toContainEqual(
    expect.objectContaining({ partition: "lanes#counter#7", sort: "acme", waiting: 2, due: noon }),
  );
  expect(flow.filter((row) => row["partition"] === "deadline#counter")).toEqual([
    expect.objectContaining({ due: noon + 60_000 }),
    expect.objectContaining({ due: noon + 60_000 }),
  ]);
  await run(jobOf(3, { desired_launch_time: noon / 1_000 + 3_600 }));
  expect(await rows("tasks")).toHaveLength(2);
  expect(await rows("retry")).toHaveLength(3);
  expect(await rows("flow")).not.toContainEqual(expect.objectContaining({ waiting: 3 }));
});

test("tasks whose keys are taken are left out and reported, the others are created", async () => {
  const { run, rows, clock } = await scheduling();
  const keyed = { idempotency_key: "payload.words", idempotency_ttl: 60 };
  expect(await run(jobOf(3, keyed))).toMatchObject({ created: 3, duplicates: 0 });
  const again = await run(jobOf(5, keyed));
  expect(again).toMatchObject({ created: 2, duplicates: 3, left_out: [0, 1, 2], loaded: 5 });
  expect(again.task_ids).toHaveLength(2);
  expect(await rows("tasks")).toHaveLength(5);
  clock.now += 61_000;
  expect(await run(jobOf(3, keyed))).toMatchObject({ created: 3 });
  const single = await run(jobOf(3, { singleton_key: "only one" }));
  expect(single).toMatchObject({ created: 1, duplicates: 2, left_out: [1, 2] });
  expect(await run(jobOf(3, { singleton_key: "only one" }))).toMatchObject({ created: 0 });
});

test("a paused job's tasks wait, a cancelled job's load ends", async () => {
  const { run, rows, store } = await scheduling();
  await run(jobOf(150), { remainingMs: () => 0 }, "paused");
  await run(jobOf(150), { remainingMs: () => 0 }, "cancelled");
  const held_jobs = { paused: "paused", cancelled: "cancelled" };
  const key = { partition: "labourer#counter", sort: "state" };
  await updateIf({ update: "flow", key, change: { set: { held_jobs } } }, store);
  expect(await run({ resume: "paused" })).toMatchObject({ state: "loaded", created: 150 });
  const retry = await rows("retry");
  expect(retry).toHaveLength(150);
  expect(retry[0]).toMatchObject({ held: true, desired_launch_time: 9_999_999_999 });
  const ended = await run({ resume: "cancelled" });
  expect(ended).toMatchObject({ state: "cancelled", created: 0, unfinished: false });
  expect(await rows("tasks")).toEqual([]);
});

test("a job resumed while it is loaded leaves no task behind that waits for that", async () => {
  const { run, rows, store, options } = await scheduling();
  await run(jobOf(250), { remainingMs: () => 0 }, "j");
  const who = { by: "ann", reason: "a test" };
  const { labourers } = options;
  const operating = { store, labourers, poke: async () => undefined };
  await operateJob("j", "pause", who, operating);
  let batches = 0;
  const send = (async (command: Parameters<typeof store.db.send>[0]) => {
    const isBatch = JSON.stringify(command.input).includes("sosw_retry_tasks");
    if (isBatch && "TransactItems" in command.input && ++batches === 2)
      await operateJob("j", "resume", who, operating);
    return store.db.send(command);
  }) as typeof store.db.send;
  const stopped = await run({ resume: "j" }, { store: { ...store, db: { send } } });
  expect(stopped).toMatchObject({ unfinished: true, next: { resume: "j" } });
  expect(await run(stopped.next)).toMatchObject({ state: "loaded", created: 250 });
  expect(await rows("retry")).toEqual([]);
  expect(await rows("tasks")).toHaveLength(250);
});

test("a field payload is the payload, with the others over it, as sosw has it", async () => {
  const { run, rows } = await scheduling();
  await run({ lambda_name: "counter", payload: { a: 1, b: 1 }, b: 2 });
  await run({ lambda_name: "counter", payload: '{"a":1}' });
  await run({ lambda_name: "counter", payload: [1] });
  const tasks = (await rows("tasks")).toSorted(
    (a, b) => Number(a["greenfield"]) - Number(b["greenfield"]),
  );
  expect(tasks.map(({ payload }) => payload)).toEqual([
    '{"a":1,"b":2}',
    '{"a":1}',
    '{"payload":[1]}',
  ]);
});

test("a payload too large for a row lies in the queue bucket", async () => {
  const { run, rows, bucket } = await scheduling();
  await run(jobOf(2, { topics: ["a"], text: "x".repeat(250_000) }));
  const [task] = await rows("tasks");
  expect(task?.["payload"]).toBe("{}");
  const { Contents = [] } = await bucket.send(new ListObjectsV2Command({ Bucket: queueBucket }));
  expect(Contents.map(({ Key }) => Key)).toContain(task?.["payload_ref"]);
});

test("the history tells of each task, where it is kept", async () => {
  const author = { author: "sosw_scheduler", invocation_id: "1", log_stream_name: "log" };
  const { run, rows } = await scheduling({ store: { author } });
  await run(jobOf(120));
  const meta = await rows("meta");
  expect(meta).toHaveLength(120);
  expect(meta[0]).toMatchObject({ ...author, action: "created", labourer_id: "counter" });
});

test("the orchestrator hears of the first tasks, and its silence changes nothing", async () => {
  const heard: unknown[] = [];
  const { run } = await scheduling({ poke: (poke) => Promise.resolve(heard.push(poke)) });
  const { task_ids } = await run(jobOf(2));
  expect(heard).toEqual([{ labourer_id: "counter", task_ids }]);
  await run(jobOf(2, { desired_launch_time: noon / 1_000 + 60 }));
  expect(heard).toHaveLength(1);
  const warnings: string[] = [];
  const deaf = {
    poke: () => Promise.reject(new TypeError("not there")),
    warn: (message: string, error: unknown) => void warnings.push(`${message}: ${String(error)}`),
  };
  expect(await run(jobOf(2), deaf)).toMatchObject({ state: "loaded" });
  expect(warnings).toEqual(["poke of the orchestrator: TypeError: not there"]);
});

test("jobs are listed, newest first, page by page", async () => {
  const { run, store, clock } = await scheduling();
  for (const id of ["a", "b", "c"]) {
    clock.now += 1_000;
    await run(jobOf(1), {}, id);
  }
  const page = await listJobs({ limit: 2 }, store);
  expect(page.jobs.map(({ job_id }) => job_id)).toEqual(["c", "b"]);
  const rest = await listJobs({ limit: 2, after: page.next }, store);
  expect(rest.jobs.map(({ job_id }) => job_id)).toEqual(["a"]);
  expect(rest.next).toBeUndefined();
  expect((await listJobs({ labourerId: "other" }, store)).jobs).toEqual([]);
  expect(await getJob("b", store)).toMatchObject({ state: "loaded", count: 1 });
  await expect(getJob("x", store)).rejects.toThrow(/no job x/);
});
