import { describe, expect, test } from "vitest";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { assistantOf } from "@switchyard/core/orchestration/assistant/assistant.ts";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { type DeadMessage } from "@switchyard/core/orchestration/moves/outbox.ts";
import { retryDelay } from "@switchyard/core/orchestration/scavenger/retry.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { type Scavenging } from "@switchyard/core/orchestration/scavenger/scavenging.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { author, expired, now, plant, running, task, waitingIn } from "./fixtures.ts";
import { labourer, noon, orchestrationWorld } from "./world.ts";

const counter = labourer({});
const byId = (a: Row, b: Row) => String(a["task_id"]).localeCompare(String(b["task_id"]));

async function world(tasks: readonly Task[], { of = counter, ...settings }: Settings = {}) {
  const all = await orchestrationWorld({ author, ...settings });
  await plant("tasks", tasks, all.store);
  const messages: DeadMessage[] = [];
  const pokes: object[] = [];
  const run = (more: Partial<Scavenging> = {}) =>
    scavenge({
      labourers: [of],
      store: all.store,
      announce: async (some) => void messages.push(...some),
      poke: async (news) => void pokes.push(news),
      ...more,
    });
  const sorted = async (role: "tasks" | "closed" | "retry") =>
    (await all.rows(role)).toSorted(byId) as Task[];
  const actions = async () => (await all.rows("meta")).map(({ action }) => action);
  return { ...all, run, sorted, actions, messages, pokes };
}
type Settings = Partial<Store> & { readonly of?: Labourer; readonly indexLag?: number };

describe("the scavenger archives", () => {
  test("what is completed, and keeps all else where it is", async () => {
    const done = running(1, { completed_at: now, stat_rows: 3, result_n: 1 });
    const late = expired(2, { completed_at: now });
    const others = [running(3), task(4)];
    const { run, sorted, actions } = await world([done, late, ...others]);
    expect(await run()).toMatchObject([{ archived: 2, errors: [], unfinished: false }]);
    expect(await sorted("closed")).toMatchObject([
      { ...done, closed_at: now, labourer_id_task_status: "counter_1" },
      { ...late, closed_at: now },
    ]);
    expect(await sorted("tasks")).toEqual(others);
    expect(await actions()).toEqual(["archived", "archived"]);
  });

  test("a cancelled task that has ended as cancelled, whatever its end", async () => {
    const cancelled = { cancelled_at: now, cancelled_by: "ann" };
    const tasks = [running(1, { ...cancelled, completed_at: now }), expired(2, cancelled)];
    const { run, sorted, messages } = await world([...tasks, running(3, cancelled)]);
    expect(await run()).toMatchObject([{ cancelled: 2, archived: 0, dead: 0, retried: 0 }]);
    expect(await sorted("closed")).toMatchObject([
      { task_id: "1", labourer_id_task_status: "counter_0" },
      { task_id: "2", labourer_id_task_status: "counter_0" },
    ]);
    expect(await sorted("tasks")).toMatchObject([{ task_id: "3" }]);
    expect(messages).toEqual([]);
  });

  test("a task that Python's scavenger had put into the closed table before it crashed", async () => {
    const done = running(1, { completed_at: now });
    const { run, sorted, store } = await world([done]);
    await plant("closed", [{ ...done, payload: "{'a': 1}", closed_at: now }], store);
    expect(await run()).toMatchObject([{ archived: 1 }]);
    expect(await sorted("tasks")).toEqual([]);
    expect(await sorted("closed")).toMatchObject([{ payload: '{"a":1}' }]);
  });
});

test("a row with whole numbers beyond 2^53 is moved with all their digits", async () => {
  const done = running(1, { completed_at: now, stat_bytes: 2n ** 100n });
  const { run, sorted } = await world([done]);
  expect(await run()).toMatchObject([{ archived: 1, errors: [] }]);
  expect(await sorted("closed")).toMatchObject([{ stat_bytes: 2n ** 100n }]);
});

describe("what has expired", () => {
  test("waits for its retry, with all it holds, and says why", async () => {
    const row = expired(1, { stat_rows: 3, failed_attempts: 1 });
    const { run, sorted, actions } = await world([row]);
    expect(await run()).toMatchObject([{ retried: 1 }]);
    expect(await sorted("tasks")).toEqual([]);
    expect(await sorted("retry")).toMatchObject([
      {
        ...row,
        desired_launch_time: now + 23,
        failure: expect.stringMatching(/^expired: attempt 1/),
      },
    ]);
    expect(await actions()).toEqual(["scheduled_for_retry"]);
  });

  test("is dead after its labourer's attempts, with a message that is sent once", async () => {
    const row = expired(1, { attempts: 3, failure: "boom", failed_attempt: 3, job_id: "job" });
    const { run, sorted, messages, rows } = await world([row]);
    expect(await run()).toMatchObject([{ dead: 1, announced: 1 }]);
    expect(await sorted("closed")).toMatchObject([
      { ...row, labourer_id_task_status: "counter_0", closed_at: now },
    ]);
    await run();
    expect(messages).toEqual([
      {
        task_id: "1",
        labourer_id: "counter",
        reason: "attempts",
        attempts: 3,
        closed_at: now,
        job_id: "job",
        failure: "boom",
      },
    ]);
    expect(await rows("flow")).toEqual([]);
  });

  test("is dead at once where its failure can't be mended; a redriven one has its attempts anew", async () => {
    const { run } = await world([
      expired(1, { not_retryable: true }),
      expired(2, { attempts: 4, attempts_before: 3 }),
      expired(3, { attempts: 6, attempts_before: 3 }),
    ]);
    expect(await run()).toMatchObject([{ dead: 2, retried: 1 }]);
  });

  test("a message that another replaces while it is sent isn't forgotten with it", async () => {
    const { run, messages, store } = await world([expired(1, { attempts: 3 })]);
    const again = { partition: "outbox#counter", sort: "1", task_id: "1", attempts: 6, write: "w" };
    const announce = () => plant("flow", [again], store);
    await run({ announce });
    await run();
    expect(messages).toMatchObject([{ task_id: "1", attempts: 6 }]);
  });

  test.each([
    [1, 0, 15],
    [1, 1, 30],
    [3, 1, 120],
    [50, 0, 1_800],
    [50, 1, 3_600],
  ])(
    "in attempt %i waits, by chance %d, for %i s: doubled each time, up to the cap",
    (attempts, random, delay) => {
      const circumstances = {
        labourer: counter,
        borders: bordersOf(counter, noon),
        maxDuration: 9,
      };
      expect(retryDelay({ ...circumstances, attempts, random })).toBe(delay);
    },
  );

  test("a message that could not be sent is sent by the next run", async () => {
    const { run, messages } = await world([expired(1, { attempts: 3 })]);
    const announce = () => Promise.reject(new TypeError("no topic"));
    const [report] = await run({ announce });
    expect(report).toMatchObject({ dead: 1, announced: 0 });
    expect(report?.errors).toEqual(["TypeError: no topic"]);
    await run();
    expect(messages).toHaveLength(1);
  });
});

describe("a silent task", () => {
  const of = labourer({ heartbeat_timeout: 60 });
  const started = (ago: number, more: Partial<Task> = {}) =>
    running(ago, { greenfield: now + invocationDelta - ago, ...more });

  test("is retried before its duration is over, and its slot is told free", async () => {
    const heard = started(300, { heartbeat_at: now - 30 });
    const tasks = [started(61), started(59), heard, started(301, { heartbeat_at: now - 90 })];
    const { run, sorted, pokes } = await world(tasks, { of });
    expect(await run()).toMatchObject([{ retried: 2 }]);
    expect((await sorted("tasks")).map(({ task_id }) => task_id)).toEqual(["300", "59"]);
    expect((await sorted("retry")).map(({ failure }) => failure)).toEqual([
      "silent: not heard of for 90 s in attempt 1",
      "silent: not heard of for 61 s in attempt 1",
    ]);
    expect(pokes).toMatchObject([
      { labourer_id: "counter", freed: expect.arrayContaining(["61", "301"]) },
    ]);
  });

  test("runs on where its labourer has no timeout", async () => {
    const { run } = await world([started(800)]);
    expect(await run()).toMatchObject([{ retried: 0 }]);
  });
});

describe("a due retry", () => {
  test("returns to the front of the queue, the longest waiting first, and the orchestrator hears of it", async () => {
    const lane = "counter#0#red";
    const { run, sorted, store, pokes, actions } = await world([task(9, { greenfield: 4_000 })]);
    const waits = (id: number, at: number, more = {}) =>
      task(id, { attempts: 1, desired_launch_time: at, claim: "n", stat_a: 1, lane, ...more });
    await plant("retry", [waits(1, now - 5), waits(2, now - 9), waits(3, now + 5)], store);
    expect(await run()).toMatchObject([{ requeued: 2 }]);
    const [one, two] = await sorted("tasks");
    expect(one).toMatchObject({ task_id: "1", greenfield: 3_999, attempts: 1, stat_a: 1 });
    expect(two).toMatchObject({ task_id: "2", greenfield: 3_998 });
    expect(one).not.toHaveProperty("claim");
    expect(one).not.toHaveProperty("desired_launch_time");
    expect(await sorted("retry")).toMatchObject([{ task_id: "3" }]);
    expect(await waitingIn(lane, store)).toBe(2);
    expect(pokes).toMatchObject([{ task_ids: ["2", "1"] }]);
    expect(await actions()).toEqual(["ready_for_retry", "ready_for_retry"]);
  });

  test("counts on the pokes that led to it", async () => {
    const { run, store, pokes } = await world([]);
    await plant("retry", [task(1, { desired_launch_time: now - 1 })], store);
    await run({ hops: 7 });
    expect(pokes).toMatchObject([{ task_ids: ["1"], hops: 8 }]);
  });

  test("that is held stays", async () => {
    const { run, sorted, store } = await world([]);
    await plant("retry", [task(1, { desired_launch_time: 9_999_999_999, held: true })], store);
    await run();
    expect(await sorted("retry")).toHaveLength(1);
  });
});

describe("a deadline", () => {
  const past = { deadline: now - 1 };
  const record = (id: number, due = noon - 1_000) => ({
    partition: "deadline#counter",
    sort: String(id),
    due,
  });

  test("closes what wasn't started by then, with a message, and leaves what was", async () => {
    const tasks = [task(1, past), running(2, past), task(3, { deadline: now + 60 })];
    const { run, sorted, store, messages, rows } = await world(tasks);
    await plant("retry", [task(4, { ...past, desired_launch_time: now + 600 })], store);
    await plant("flow", [record(1), record(2), record(3, noon + 60_000), record(4)], store);
    expect(await run()).toMatchObject([{ late: 2, announced: 2 }]);
    expect((await sorted("closed")).map(({ task_id }) => task_id)).toEqual(["1", "4"]);
    expect(messages).toMatchObject([{ reason: "deadline" }, { reason: "deadline" }]);
    expect((await sorted("tasks")).map(({ task_id }) => task_id)).toEqual(["2", "3"]);
    expect((await rows("flow")).map(({ sort }) => sort)).toEqual(["3"]);
  });

  test("of a task that can't be found is forgotten only when it isn't on its way any more", async () => {
    const { run, store, rows, clock } = await world([]);
    await plant("flow", [record(1)], store);
    await run();
    expect(await rows("flow")).toHaveLength(1);
    clock.now += 700_000;
    await run();
    expect(await rows("flow")).toEqual([]);
  });
});

describe("sosw's rule of delays", () => {
  test("is max duration × attempts, as the orchestrator measured it", async () => {
    const of = labourer({ retry: { policy: "attempts" } });
    const { run, sorted, store } = await world([expired(1, { attempts: 2 })], { of });
    await plant(
      "flow",
      [{ partition: "labourer#counter", sort: "state", durations: { max: 7 } }],
      store,
    );
    await run();
    expect(await sorted("retry")).toMatchObject([{ desired_launch_time: now + 14 }]);
  });
});

describe("a run", () => {
  test("needs at most a request for ten tasks where there are hundreds", async () => {
    const many = (make: typeof running, count: number, more: Partial<Task>) =>
      Array.from({ length: count }, (_, n) =>
        make(`${make.name}${JSON.stringify(more)}${n}`, more),
      );
    const tasks = [
      ...many(running, 300, { completed_at: now }),
      ...many(expired, 300, {}),
      ...many(expired, 300, { attempts: 3 }),
    ];
    const { run, store, sorted } = await world(tasks);
    const waiting = many(task, 300, { desired_launch_time: now - 1 });
    await plant("retry", waiting, store);
    let requests = 0;
    const send = ((command: never) => {
      requests += 1;
      return store.db.send(command);
    }) as typeof store.db.send;
    const [report] = await run({ store: { ...store, db: { send } } });
    expect(report).toMatchObject({
      archived: 300,
      retried: 300,
      dead: 300,
      requeued: 300,
      announced: 300,
    });
    expect(requests / 1_200).toBeLessThanOrEqual(0.1);
    expect(await sorted("tasks")).toHaveLength(300);
  });

  test("without work makes six queries and no more", async () => {
    const { run, store } = await world([]);
    const asked: string[] = [];
    const send = ((command: object) => {
      asked.push(command.constructor.name);
      return store.db.send(command as never);
    }) as typeof store.db.send;
    await run({ store: { ...store, db: { send } } });
    expect(asked).toEqual(Array.from({ length: 6 }, () => "QueryCommand"));
  });

  test("begins nothing when its time is over, and says so", async () => {
    const { run, sorted } = await world([running(1, { completed_at: now })]);
    expect(await run({ endsAt: noon + 4_000 })).toMatchObject([{ archived: 0, unfinished: true }]);
    expect(await sorted("tasks")).toHaveLength(1);
  });

  test("that fails for one labourer goes on with the others", async () => {
    const done = { completed_at: now, labourer_id: "other" };
    const { run, sorted, store } = await world([
      running(1, done),
      running(2, { completed_at: now }),
    ]);
    const send = ((command: { input: object }) =>
      JSON.stringify(command.input).includes('"counter"')
        ? Promise.reject(new TypeError("torn"))
        : store.db.send(command as never)) as typeof store.db.send;
    const reports = await run({
      labourers: [counter, labourer({}, "other")],
      store: { ...store, db: { send } },
    });
    expect(reports.map(({ archived }) => archived)).toEqual([0, 1]);
    expect(reports.map(({ errors }) => errors.includes("TypeError: torn"))).toEqual([true, false]);
    expect((await sorted("closed")).map(({ task_id }) => task_id)).toEqual(["1"]);
  });
});

/** All kinds of work at once. */
const busy = () => [
  running("done", { completed_at: now }),
  running("cancelled", { completed_at: now, cancelled_at: now }),
  expired("expired", { lane: "counter#0#red" }),
  expired("dead", { attempts: 3 }),
  task("late", { deadline: now - 1, lane: "counter#0#red" }),
];
async function busyWorld(settings: Settings = {}) {
  const all = await world(busy(), settings);
  const due = task("due", { attempts: 1, desired_launch_time: now - 1, lane: "counter#0#red" });
  await plant("retry", [due], all.store);
  const counts = { partition: "lanes#counter#0", sort: "red", waiting: 1 };
  const record = { partition: "deadline#counter", sort: "late", due: noon - 1_000 };
  await plant("flow", [counts, record], all.store);
  const places = async () => ({
    tasks: (await all.sorted("tasks")).map(({ task_id }) => task_id),
    retry: (await all.sorted("retry")).map(({ task_id }) => task_id),
    closed: (await all.sorted("closed")).map(
      ({ task_id, labourer_id_task_status: status }) => `${task_id} ${status}`,
    ),
    waiting: await waitingIn("counter#0#red", all.store),
  });
  return { ...all, places };
}
const settled = {
  tasks: ["due"],
  retry: ["expired"],
  closed: ["cancelled counter_0", "dead counter_0", "done counter_1", "late counter_0"],
  waiting: 1,
};

describe("whatever happens on the way", () => {
  test("two scavengers at once do each thing once", async () => {
    const { run, places, actions, messages } = await busyWorld();
    await Promise.all([run(), run()]);
    expect(await places()).toEqual(settled);
    expect(await actions()).toHaveLength(6);
    expect(new Set(messages.map(({ task_id }) => task_id))).toEqual(new Set(["dead", "late"]));
  });

  test("an index that lags behind doubles nothing", async () => {
    const { run, places, actions, clock } = await busyWorld({ indexLag: 3_000 });
    for (let time = 0; time < 8; time++) {
      await run();
      clock.now += 1_000;
    }
    expect(await places()).toEqual(settled);
    expect(await actions()).toHaveLength(6);
  });

  test("a completion that races an expiry wins, before and after", async () => {
    for (let at = 1; at <= 6; at++) {
      const { run, sorted, store } = await world([expired(1)]);
      const assistant = assistantOf({
        store,
        labourers: [counter],
        poke: async () => undefined,
        pokeScavenger: async () => undefined,
      });
      let calls = 0;
      const send = (async (command: never) => {
        if (++calls === at)
          await assist({ action: "mark_task_as_completed", task_id: "1" }, assistant);
        return store.db.send(command);
      }) as typeof store.db.send;
      await run({ store: { ...store, db: { send } } });
      await run();
      if (calls < at) break;
      expect(await sorted("tasks")).toEqual([]);
      expect(await sorted("retry")).toEqual([]);
      expect(await sorted("closed")).toMatchObject([{ labourer_id_task_status: "counter_1" }]);
    }
  });

  test.each(["before", "after"] as const)(
    "a crash %s any request is mended by the next run",
    async (when) => {
      for (let at = 1; ; at++) {
        const { run, places, messages, actions, store } = await busyWorld();
        let calls = 0;
        const send = (async (command: never) => {
          if (++calls < at) return store.db.send(command);
          if (calls === at && when === "after") await store.db.send(command);
          throw new TypeError("crashed");
        }) as typeof store.db.send;
        await run({ store: { ...store, db: { send } } });
        if (calls < at) break;
        await run();
        expect(await places(), `crash at ${at}`).toEqual(settled);
        expect(await actions()).toHaveLength(6);
        expect(new Set(messages.map(({ task_id }) => task_id))).toEqual(new Set(["dead", "late"]));
      }
    },
  );

  test("answers that get lost double nothing", async () => {
    const { run, places, messages, actions, store } = await busyWorld();
    const send = (async (command: never) => {
      await store.db.send(command).catch(() => undefined);
      const { input } = command as { input: { ClientRequestToken?: string } };
      if ("TransactItems" in input) input.ClientRequestToken = `again-${Math.random()}`;
      return store.db.send(command);
    }) as typeof store.db.send;
    const [report] = await run({ store: { ...store, db: { send } } });
    expect(report).toMatchObject({
      archived: 1,
      cancelled: 1,
      retried: 1,
      dead: 1,
      late: 1,
      requeued: 1,
    });
    expect(await places()).toEqual(settled);
    expect(await actions()).toHaveLength(6);
    expect(messages).toHaveLength(2);
  });
});
