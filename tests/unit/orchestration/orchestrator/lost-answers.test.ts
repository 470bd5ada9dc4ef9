import type { LambdaClient } from "@aws-sdk/client-lambda";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { isRefusal } from "@switchyard/core/orchestration/orchestrator/invoke.ts";
import { takeLease } from "@switchyard/core/orchestration/orchestrator/lease.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { markTasks } from "@switchyard/core/orchestration/orchestrator/mark.ts";
import { putBack } from "@switchyard/core/orchestration/orchestrator/put-back.ts";
import { yardOf } from "@switchyard/core/orchestration/orchestrator/yard.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Task } from "@switchyard/core/orchestration/task.ts";
import { task } from "../fixtures.ts";
import { labourer } from "../world.ts";
import { changeTask, queueTasks, unanswered, yardWorld } from "./yard.ts";

type Db = Store["db"];
type Command = Parameters<Db["send"]>[0];
const labourers = [labourer()];
const isMark = ({ input }: Command) => "TransactItems" in input;

/** The world, with something between it and its tables. */
async function between(
  send: (command: Command, go: Db["send"]) => Promise<unknown>,
  settings: Parameters<typeof yardWorld>[0] = {},
) {
  const world = await yardWorld(settings);
  const { db } = world.store;
  const go = db.send.bind(db);
  const sent = ((command: Command) => send(command, go)) as Db["send"];
  const yard = { ...world.yard, store: { ...world.store, db: { send: sent } } };
  return { ...world, between: yard };
}

describe("a mark that nobody answers", () => {
  test.each([
    ["was made is invoked", true, ["t0"]],
    ["wasn't made is not", false, []],
  ])("and that %s; the run ends", async (_, isMade, started) => {
    const world = await between(async (command, go) => {
      if (!isMark(command)) return go(command);
      if (isMade) await go(command);
      throw unanswered();
    });
    await queueTasks(world.store, 2);
    const report = await orchestrate({ labourers }, world.between);
    expect(report.labourers).toMatchObject([{ outcome: "failed", started }]);
    expect(world.events.map(({ task_id }) => task_id)).toEqual(started);
    expect(await world.state()).not.toHaveProperty("holder");
  });

  test("and is made when its run is nearly over counts for the next one", async () => {
    let late: (() => Promise<unknown>) | undefined;
    const world = await between(
      async (command, go) => {
        if (isMark(command)) {
          late = () => go(command);
          throw unanswered();
        }
        const isRelease = JSON.stringify(command.input).includes("REMOVE #holder");
        if (isRelease) await late?.();
        return go(command);
      },
      { indexLag: 60_000 },
    );
    await queueTasks(world.store, 2);
    world.clock.now += 60_000;
    await orchestrate({ labourers }, world.between);
    expect(await orchestrate({ labourers }, world.yard)).toMatchObject({
      started: 0,
      labourers: [{ running: 1 }],
    });
  });

  test("and comes again after the next mark changes nothing", async () => {
    const marks: Command[] = [];
    const world = await between(async (command, go) => {
      if (isMark(command)) marks.push(command);
      return go(command);
    });
    await queueTasks(world.store, 2);
    const taken = await takeLease("counter", {}, world.yard);
    if (!("lease" in taken)) throw new TypeError("the lease is held");
    const borders = bordersOf(labourer(), world.clock.now);
    const mark = (id: string, turn: number) =>
      markTasks(
        {
          lease: taken.lease,
          borders,
          state: { ...taken.state, turn },
          hops: 0,
          tasks: [task(id, { greenfield: id === "t0" ? 2_000 : 3_000 })],
          beside: () => [],
          also: () => ({}),
        },
        world.between,
      );
    const { marked } = await mark("t0", 0);
    expect(await putBack(marked, world.yard)).toHaveLength(1);
    expect((await mark("t1", 1)).marked).toHaveLength(1);
    const [first] = marks;
    const late = new TransactWriteCommand({
      ...(first?.input as TransactWriteCommand["input"]),
      ClientRequestToken: "again",
    });
    await expect(world.store.db.send(late)).rejects.toThrow();
    expect(await world.tasks()).toMatchObject([{ attempts: 0 }, { attempts: 1 }]);
    expect((await world.state())["recent"]).toMatchObject([{ task_id: "t1" }]);
  });
});

describe("a lease", () => {
  test("whose answer was lost is known again, though a poke has written since", async () => {
    let takes = 0;
    const world = await between(async (command, go) => {
      if (takes++ > 0) return go(command);
      await go(command);
      const news = pokeIn({ poke: { labourer_id: "counter" } });
      await orchestrate({ labourers, poke: news }, world.yard);
      return go(command); // the client's own second try
    });
    const taken = await takeLease("counter", {}, world.between);
    expect(taken).toHaveProperty("lease");
  });

  test("that ends while a poke tries to tell its holder is taken by the poke", async () => {
    let updates = 0;
    const world = await between(async (command, go) => {
      const isFirst = command.constructor.name === "UpdateCommand" && ++updates === 1;
      try {
        return await go(command);
      } finally {
        if (isFirst) world.clock.now += world.yard.leaseMs + 1;
      }
    });
    await queueTasks(world.store, 1);
    await takeLease("counter", {}, world.yard);
    const news = pokeIn({ poke: { labourer_id: "counter" } });
    const report = await orchestrate({ labourers, poke: news }, world.between);
    expect(report).toMatchObject({ started: 1 });
  });

  test("has its holder read what pokes told of, which the index doesn't show yet", async () => {
    let isTold = false;
    const world = await between(
      async (command, go) => {
        if (isMark(command) && !isTold) {
          isTold = true;
          await queueTasks(world.store, 1, { from: 5 });
          const news = pokeIn({ poke: { labourer_id: "counter", task_ids: ["t5"] } });
          await orchestrate({ labourers, poke: news }, world.yard);
        }
        return go(command);
      },
      { indexLag: 60_000 },
    );
    await queueTasks(world.store, 1);
    world.clock.now += 60_000;
    const two = [labourer({ max_simultaneous_invocations: 2 })];
    await orchestrate({ labourers: two }, world.between);
    expect(world.events.map(({ task_id }) => task_id)).toEqual(["t0", "t5"]);
  });
});

describe("a refused invocation isn't put back where meanwhile", () => {
  test.each([
    ["another run has marked the task", { mark: "another" }],
    ["another program has counted an attempt more", { attempts: 2 }],
    ["the task has been completed", { completed_at: 1 }],
  ])("%s", async (_, set) => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    await orchestrate({ labourers }, world.yard);
    const [row] = (await world.tasks()) as (Task & { mark: string })[];
    await changeTask(world.store, "t0", set);
    const [before] = await world.tasks();
    expect(await putBack(row ? [{ task: row, place: 2_000 }] : [], world.yard)).toEqual([]);
    expect(await world.tasks()).toEqual([before]);
  });
});

describe("an invocation", () => {
  const answered = (httpStatusCode: number | undefined, name = "Error") =>
    Object.assign(new Error("no"), { name, $metadata: { httpStatusCode, attempts: 1 } });

  test.each([
    ["throttled", true, answered(429, "TooManyRequestsException")],
    ["forbidden", true, answered(403, "AccessDeniedException")],
    ["of a function that isn't there", true, answered(404, "ResourceNotFoundException")],
    ["unavailable in front", true, answered(503)],
    ["broken behind the front", false, answered(500)],
    ["broken behind the front", false, answered(502)],
    ["out of time behind the front", false, answered(504)],
    ["too large, now and ever", false, answered(413, "RequestTooLargeException")],
    ["unreadable, now and ever", false, answered(400, "InvalidRequestContentException")],
    ["unanswered", false, answered(undefined, "TimeoutError")],
    ["of no error", false, "nothing"],
  ])("that is %s counts as refused: %s", (_, expected, error) => {
    expect(isRefusal(error)).toBe(expected);
  });

  test("is tried once by the client itself", async () => {
    const { lambda } = yardOf({ store: (await yardWorld()).store });
    expect(await (lambda as LambdaClient).config.maxAttempts()).toBe(1);
  });
});
