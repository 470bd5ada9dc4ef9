import { TaskNotFoundError, UnknownLabourerError } from "@switchyard/core/orchestration/errors.ts";
import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import { describe, expect, test } from "vitest";
import type { OrchestrationServices } from "./orchestration-services.ts";
import { labourerAnswer, taskAnswer } from "./task-answers.ts";
import { testApi } from "./testing.ts";

const count = { count: 3, isMore: false };
const labourer = parseLabourer("counter", {
  arn: "arn:aws:lambda:us-east-1:000000000000:function:counter",
  flow: {
    concurrency: { key: "payload.tenant", limit: 2 },
    rate_limit: { key: "payload.tenant", limit: 5, period: 60 },
  },
});
const look = {
  labourer,
  queued: { count: 1000, isMore: true },
  running: count,
  expired: count,
  retrying: count,
  completed: count,
  dead: count,
  keys: [{ key: "a", running: 2, waiting: 9 }],
  health: { status: 2, metric: "errors", value: 7 },
  healthMinutes: [
    { at: 60_000, status: 4, metric: "errors" },
    { at: 120_000, status: 2, metric: "errors", value: 7 },
  ],
  durations: { average: 12, max: 40 },
  isLeased: true,
};
const task = {
  task_id: "t1",
  labourer_id: "counter",
  created_at: 5,
  greenfield: 2_000,
  attempts: 1,
  payload: '{"a":1}',
  failure: "no",
  result_words: 7,
};

const stood = (more: Partial<OrchestrationServices> = {}) => ({
  orchestration: (): OrchestrationServices => ({
    labourers: async () => [labourerAnswer(look)],
    tasks: async () => ({ tasks: [] }),
    task: async () =>
      taskAnswer({ task, state: "queued", history: [{ action: "created", created_at: 5 }] }),
    explain: async (id) => {
      if (id === "t9") throw new TaskNotFoundError(id);
      return { reason: "labourer_limit", detail: "5 of 5 run.", facts: { limit: 5 } };
    },
    ...more,
  }),
});

describe("orchestration's reading routes", () => {
  test("tell of each labourer what people want to know, and 304 where that is known", async () => {
    const { send } = testApi({}, stood());
    const answer = await send("GET", "/api/labourers");
    expect(await answer.json()).toMatchObject({
      labourers: [
        {
          id: "counter",
          limit: 1,
          rate: { limit: 5, period: 60, perKey: true },
          keyLimit: 2,
          queued: { count: 1000, isMore: true },
          health: { status: 2, metric: "errors", value: 7 },
          healthMinutes: [
            { at: 60_000, status: 4, metric: "errors" },
            { at: 120_000, status: 2, metric: "errors", value: 7 },
          ],
          durations: { average: 12, max: 40 },
          keys: [{ key: "a", running: 2, waiting: 9 }],
        },
      ],
    });
    const etag = answer.headers.get("etag") ?? "";
    const again = await send("GET", "/labourers", undefined, { "if-none-match": etag });
    expect(again.status).toBe(304);
  });

  test("list a labourer's tasks of one state", async () => {
    const asked: unknown[] = [];
    const { send } = testApi(
      {},
      stood({
        tasks: async (query) => {
          asked.push(query);
          if (query.labourer === "nobody") throw new UnknownLabourerError("nobody", ["counter"]);
          return { tasks: [], cursor: "next" };
        },
      }),
    );
    const answer = await send("GET", "/tasks?labourer=counter&state=dead&limit=5&cursor=c");
    expect(await answer.json()).toEqual({ tasks: [], cursor: "next" });
    await send("GET", "/tasks?labourer=counter");
    expect(asked).toEqual([
      { labourer: "counter", state: "dead", limit: 5, cursor: "c" },
      { labourer: "counter", state: "queued", limit: 50 },
    ]);
    expect((await send("GET", "/tasks?labourer=nobody")).status).toBe(404);
    for (const wrong of ["", "?labourer=a/b", "?labourer=a&state=lost", "?labourer=a&limit=0"])
      expect((await send("GET", `/tasks${wrong}`)).status).toBe(400);
  });

  test("tell one task with its history, and what else its row has", async () => {
    const none = async (id: string) => {
      throw new TaskNotFoundError(id);
    };
    const answer = await testApi({}, stood()).send("GET", "/tasks/t1");
    expect(await answer.json()).toMatchObject({
      id: "t1",
      state: "queued",
      payload: '{"a":1}',
      failure: "no",
      attributes: { result_words: "7", greenfield: "2000" },
      steps: [{ action: "created", at: 5 }],
    });
    const missing = await testApi({}, stood({ task: none })).send("GET", "/tasks/t9");
    expect([missing.status, await missing.json()]).toMatchObject([
      404,
      { code: "orchestration.task_not_found" },
    ]);
  });

  test("tell why a task isn't running, or that there is none", async () => {
    const { send } = testApi({}, stood());
    const answer = await send("GET", "/tasks/t1/why");
    expect(await answer.json()).toEqual({
      reason: "labourer_limit",
      detail: "5 of 5 run.",
      facts: { limit: 5 },
    });
    expect((await send("GET", "/tasks/t9/why")).status).toBe(404);
  });

  test("are for whoever may read tasks", async () => {
    const { send } = testApi({}, stood());
    for (const path of ["/labourers", "/tasks?labourer=a", "/tasks/t1", "/tasks/t1/why"]) {
      const answer = await send("GET", path, undefined, { authorization: "Bearer reader" });
      expect(answer.status).toBe(403);
      expect(answer.headers.get("www-authenticate")).toContain('scope="tasks:read"');
    }
  });
});
