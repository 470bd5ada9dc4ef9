import { describe, expect, test } from "vitest";
import type { OperationServices } from "./orchestration-services.ts";
import { testApi } from "./testing.ts";

function withOperations(more: Partial<OperationServices> = {}) {
  const done: unknown[] = [];
  const note = async (...what: unknown[]) => {
    done.push(what);
    return { changed: true };
  };
  const operations = (): OperationServices => ({
    operateLabourer: note,
    operateTask: note,
    startTask: async (...what) => {
      done.push(what);
      return { started: false, state: "queued", hold: "The labourer is paused." };
    },
    operateJob: note,
    bulk: async (asked, by) => {
      done.push([asked, by]);
      return { count: 2, isMore: false, first: [] };
    },
    ...more,
  });
  return { done, ...testApi({}, { operations }) };
}

describe("who operates", () => {
  test.each([
    ["/labourers/hashtags/pause", ["hashtags", "pause"]],
    ["/labourers/hashtags/drain", ["hashtags", "drain"]],
    ["/tasks/t1/cancel", ["t1", "cancel"]],
    ["/tasks/t1/retry", ["t1", "retry"]],
    ["/jobs/j1/resume", ["j1", "resume"]],
  ])("does %s under their name and with their reason", async (path, what) => {
    const { done, send } = withOperations();
    const answer = await send("POST", path, { reason: " a bad deploy " });
    expect([answer.status, await answer.json()]).toEqual([200, { changed: true }]);
    await send("POST", path);
    expect(done).toEqual([
      [...what, { by: "alice", reason: "a bad deploy" }],
      [...what, { by: "alice", reason: "no reason given" }],
    ]);
  });

  test.each([
    "/labourers/hashtags/cancel",
    "/tasks/t1/drain",
    "/jobs/j1/retry",
    "/labourers/a%20b/pause",
  ])("can't do %s", async (path) => {
    const { done, send } = withOperations();
    expect((await send("POST", path, {})).status).toBe(400);
    expect(done).toEqual([]);
  });

  test("starts one task out of its turn, past its limits only where that is said", async () => {
    const { done, send } = withOperations();
    const answer = await send("POST", "/tasks/t1/start", { reason: "a look", beyondLimits: true });
    const told = { started: false, state: "queued", hold: "The labourer is paused." };
    expect([answer.status, await answer.json()]).toEqual([200, told]);
    await send("POST", "/tasks/t1/start");
    expect(done).toEqual([
      ["t1", { beyondLimits: true }, { by: "alice", reason: "a look" }],
      ["t1", { beyondLimits: false }, { by: "alice", reason: "no reason given" }],
    ]);
    const wrong = await send("POST", "/tasks/t1/start", { beyondLimits: "yes" });
    expect([wrong.status, done.length]).toEqual([400, 2]);
  });

  test("needs a token for it", async () => {
    const { done, send } = withOperations();
    const reader = { authorization: "Bearer reader" };
    for (const path of [
      "/labourers/a/pause",
      "/tasks/t/cancel",
      "/tasks/t/start",
      "/jobs/j/cancel",
      "/tasks/bulk",
    ]) {
      const answer = await send("POST", path, {}, reader);
      expect(answer.status).toBe(403);
      expect(answer.headers.get("www-authenticate")).toContain('scope="tasks:operate"');
    }
    expect(done).toEqual([]);
  });

  test("on many by a filter is shown first what would be done, unless it is said otherwise", async () => {
    const { done, send } = withOperations();
    const asked = {
      action: "redrive",
      filter: { labourer: "hashtags", state: "dead", error: "time-out" },
      reason: "mended",
    };
    expect(await (await send("POST", "/tasks/bulk", asked)).json()).toMatchObject({ count: 2 });
    await send("POST", "/tasks/bulk", { ...asked, preview: false });
    expect(done).toEqual([
      [{ ...asked, preview: true }, "alice"],
      [{ ...asked, preview: false }, "alice"],
    ]);
    for (const wrong of [
      { ...asked, reason: " " },
      { ...asked, filter: {} },
      { ...asked, action: "x" },
    ])
      expect((await send("POST", "/tasks/bulk", wrong)).status).toBe(400);
    expect(done).toHaveLength(2);
  });
});
