import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, test } from "vitest";
import { countHashtag } from "../../packages/functions/src/orchestration/hashtags/count.ts";
import { borrowRole } from "./borrowed-role.ts";
import { closedRows, historyOf, invoke, rehearse, rowOf } from "./orchestration-app.ts";
import { clients, stack } from "./stack.ts";

const patience = { timeout: 150_000 };

/** The job of the seed's tutorial, unchanged. */
const tutorial = {
  topics: {
    cars: { words: ["toyota", "mazda", "nissan", "racing", "automobile", "car"] },
    food: { words: ["recipe", "cooking", "eating", "food", "meal", "tasty"] },
    shows: { words: ["opera", "cinema", "movie", "concert", "show", "musical"] },
  },
  period: "last_2_days",
  isolate_days: true,
  isolate_words: true,
};

test(
  "the tutorial's job becomes 36 tasks, and each word is counted for each day",
  patience,
  async () => {
    const job_id = crypto.randomUUID();
    const correlation_id = `cause-of-${job_id}`;
    const request = { lambda_name: "hashtags", job_id, correlation_id, job: tutorial };
    const outcome = await invoke("scheduler", request);
    expect(outcome).toMatchObject({ count: 36, created: 36, state: "loaded" });
    // A trigger that repeats makes nothing more.
    expect(await invoke("scheduler", request)).toMatchObject({
      count: 36,
      task_ids: outcome["task_ids"],
    });
    const rows = await closedRows(outcome["task_ids"] as string[]);
    for (const row of rows) {
      const done = { labourer_id_task_status: "hashtags_1", attempts: 1, correlation_id };
      expect(row).toMatchObject(done);
      const { words, date_list: days } = JSON.parse(String(row["payload"])) as {
        words: [string];
        date_list: [string];
      };
      const Key = { word: words[0], day: days[0] };
      const { Item } = await clients().documents.send(
        new GetCommand({ TableName: stack().outputs.hashtagCounts, Key }),
      );
      expect(Item?.["count"]).toBe(countHashtag(words[0], days[0]));
    }
  },
);

describe("a task", patience, () => {
  test("that fails is tried again, and keeps what is known of its failures", async () => {
    const [id = ""] = await rehearse([{ fail: "not yet", failures: 1, result: { answer: 42 } }]);
    const [row] = await closedRows([id]);
    expect(row).toMatchObject({
      labourer_id_task_status: "rehearsal_1",
      attempts: 2,
      failed_attempts: 1,
      result_answer: 42,
    });
    expect(await historyOf(id)).toEqual([
      "created",
      "invoked",
      "marked_as_failed",
      "scheduled_for_retry",
      "ready_for_retry",
      "invoked",
      "marked_as_completed",
      "archived",
    ]);
  });

  test("that fails as often as it may is closed as dead", async () => {
    const [id = ""] = await rehearse([{ fail: "never" }]);
    const [row] = await closedRows([id]);
    expect(row).toMatchObject({
      labourer_id_task_status: "rehearsal_0",
      attempts: 3,
      failed_attempts: 3,
    });
  });

  test("is never run by a second event of the same attempt", async () => {
    const [id = ""] = await rehearse([{ wait: 1_500, tenant: "twice" }]);
    await expect
      .poll(async () => (await rowOf("sosw_tasks", id))?.["claim"], { timeout: 30_000 })
      .toBeDefined();
    const answer = await invoke("rehearsal", {
      task_id: id,
      labourer_id: "rehearsal",
      attempts: 1,
      wait: 0,
    });
    expect(answer).toMatchObject({ outcome: "refused" });
    const [row] = await closedRows([id]);
    expect(row).toMatchObject({ attempts: 1 });
  });
});

describe("a worker that may spawn siblings", patience, () => {
  test("hands its task on, and the last sibling completes it", async () => {
    const [id = ""] = await rehearse([{ hand_on: 2, result: { done: true }, measure: true }]);
    const [row] = await closedRows([id]);
    expect(row).toMatchObject({
      labourer_id_task_status: "rehearsal_1",
      attempts: 1,
      result_done: true,
      result_concurrent: expect.any(Number),
    });
    expect((await historyOf(id)).filter((action) => action === "invoked")).toHaveLength(1);
  });

  test("starts none unforced, where nothing scheduled could stop the chain", async () => {
    const [id = ""] = await rehearse([{ hand_on: 1, force: false }]);
    const [row] = await closedRows([id]);
    expect(row).toMatchObject({
      labourer_id_task_status: "rehearsal_0",
      failure: expect.stringContaining("No enabled schedule or rule"),
    });
  });
});

test("at most so many of one tenant's tasks run at once, whoever waits", patience, async () => {
  const tenant = crypto.randomUUID();
  const ids = await rehearse(Array.from({ length: 6 }, () => ({ tenant, wait: 700 })));
  const rows = await closedRows(ids);
  const spans = rows.map(
    (row) => [Number(row["claimed_at"]), Number(row["completed_at"])] as const,
  );
  const most = Math.max(
    ...spans.map(([at]) => spans.filter(([from, to]) => from <= at && at < to).length),
  );
  expect(most).toBeLessThanOrEqual(2);
});

describe("the assistant", patience, () => {
  test("knows no task that isn't there, and makes none", async () => {
    const request = { action: "mark_task_as_completed", task_id: crypto.randomUUID() };
    await expect(invoke("assistant", request)).rejects.toThrow(/no task/i);
    expect(await rowOf("sosw_tasks", request.task_id)).toBeUndefined();
  });

  test("refuses what it can't read, naming the field", async () => {
    await expect(invoke("assistant", { action: "dance", task_id: "x" })).rejects.toThrow(/action/);
  });
});

describe("bad jobs", patience, () => {
  test.each([
    [{ lambda_name: "nobody", job: {} }, /hashtags, rehearsal/],
    [{ lambda_name: "hashtags", job: { period: "last_lunch" } }, /period/],
    [{ lambda_name: "hashtags", job: { words: ["a"], isolate_wrods: true } }, /isolate_wrods/],
    [{ job: {} }, /lambda_name/],
  ])("%j", async (request, message) => {
    await expect(invoke("scheduler", request)).rejects.toThrow(message);
  });
});

const isEnforced = stack().enforcesIam;

describe("the workers' role", patience, () => {
  const role = borrowRole("-HashtagsRole");
  afterAll(async () => (await role).giveBack());
  const task = { task_id: { S: "x" } };

  test(
    isEnforced ? "may change no table of the orchestration" : "isn't enforced by this emulator",
    async () => {
      if (!isEnforced) return expect(isEnforced).toBe(false);
      const as = clients((await role).credentials);
      const calls = [
        () => as.dynamodb.send(new PutItemCommand({ TableName: "sosw_tasks", Item: task })),
        () => as.dynamodb.send(new UpdateItemCommand({ TableName: "sosw_tasks", Key: task })),
        () => as.dynamodb.send(new PutItemCommand({ TableName: "sosw_closed_tasks", Item: task })),
        () => as.lambda.send(new InvokeCommand({ FunctionName: stack().outputs.orchestrator })),
      ];
      for (const call of calls) await expect(call()).rejects.toThrow(/not authorized|denied/i);
      return undefined;
    },
  );
});
