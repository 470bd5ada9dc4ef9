import type { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { defaultTables } from "@switchyard/core/orchestration/tables.ts";
import { describe, expect, test } from "vitest";
import { jobServices } from "./job-services.ts";
import { testApi } from "./testing.ts";

const preview = { dry_run: true, labourer_id: "hashtags", count: 36, first: [{ word: "tea" }] };

/** The API with a scheduler that answers so, and rows of the flow table. */
function withScheduler(answer: unknown, { fails = false, rows = [] as object[] } = {}) {
  const asked: { event: unknown; name?: string; waits: boolean }[] = [];
  const send = async ({ input }: InvokeCommand) => {
    const event: unknown = typeof input.Payload === "string" && JSON.parse(input.Payload);
    const waits = input.InvocationType !== "Event";
    asked.push({ event, name: input.FunctionName, waits });
    const Payload = { transformToString: () => JSON.stringify(answer) };
    return waits ? { Payload, ...(fails && { FunctionError: "Unhandled" }) } : {};
  };
  const items = { Items: rows, Item: rows[0], Responses: { sosw_flow: rows } };
  const db = { send: async () => items };
  const services = jobServices({
    settings: orchestrationSettings({}),
    store: { db: db as never, tables: defaultTables },
    client: { send } as unknown as Pick<LambdaClient, "send">,
    newId: () => "job-1",
  });
  return { asked, ...testApi({}, { jobs: () => services }) };
}
const job = { lambda_name: "hashtags", topics: { a: null } };

describe("a job", () => {
  test("is previewed by the scheduler, which is told to write nothing", async () => {
    const { asked, send } = withScheduler(preview);
    const answer = await send("POST", "/jobs/preview", { job });
    expect(await answer.json()).toEqual({
      labourer: "hashtags",
      count: 36,
      first: ['{"word":"tea"}'],
    });
    expect(asked).toEqual([{ event: { job, dry_run: true }, name: "sosw_scheduler", waits: true }]);
  });

  test("is looked at, then left with the scheduler under an id that it is accepted under once", async () => {
    const { asked, send } = withScheduler(preview);
    const answer = await send("POST", "/api/jobs", { job: { ...job, dry_run: true } });
    expect(await answer.json()).toEqual({
      id: "job-1",
      labourer: "hashtags",
      state: "accepted",
      count: 36,
      loaded: 0,
    });
    await send("POST", "/jobs", { job, id: "mine" });
    expect(asked.filter(({ waits }) => !waits).map(({ event }) => event)).toMatchObject([
      { job_id: "job-1", dry_run: false },
      { job_id: "mine", dry_run: false },
    ]);
  });

  test("has the request's correlation id, unless it names one itself", async () => {
    const { asked, send } = withScheduler(preview);
    const headers = { "x-correlation-id": "ask-7" };
    await send("POST", "/jobs", { job }, headers);
    await send("POST", "/jobs", { job: { ...job, correlation_id: "mine" } }, headers);
    await send("POST", "/jobs", { job: { job: { ...job, correlation_id: "inner" } } }, headers);
    const told = asked.filter(({ waits }) => !waits).map(({ event }) => event);
    expect(told).toMatchObject(
      ["ask-7", "mine", "inner"].map((correlation_id) => ({ correlation_id })),
    );
  });

  test("may be a whole event, as a schedule has it", async () => {
    const { asked, send } = withScheduler(preview);
    const event = { lambda_name: "hashtags", job: { topics: { a: null } } };
    await send("POST", "/jobs/preview", { job: event });
    expect(asked.map((one) => one.event)).toEqual([{ ...event, dry_run: true }]);
  });

  test("that can't become tasks is refused with the scheduler's own words, and nothing is scheduled", async () => {
    const failure = { errorType: "InvalidJobError", errorMessage: "period: expected today" };
    const { asked, send } = withScheduler(failure, { fails: true });
    const answer = await send("POST", "/jobs", { job });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: "orchestration.job_refused", detail: "period: expected today" },
    ]);
    expect(asked).toHaveLength(1);
  });

  test("tells nothing of what else went wrong behind it", async () => {
    const failure = { errorType: "AccessDeniedException", errorMessage: "arn:aws:secret" };
    const { send } = withScheduler(failure, { fails: true });
    const answer = await send("POST", "/jobs/preview", { job });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
  });

  test("is listed with how much of it is loaded, and its first tasks", async () => {
    const row = {
      job_id: "job-1",
      sort: "1#job-1",
      labourer_id: "hashtags",
      state: "loading",
      count: 36,
      loaded: 3,
      duplicates: 1,
      left_out: [1],
      created_at: 5,
    };
    const { send } = withScheduler(preview, { rows: [row] });
    const { jobs } = (await (await send("GET", "/jobs")).json()) as { jobs: object[] };
    expect(jobs).toMatchObject([
      { id: "job-1", state: "loading", count: 36, loaded: 3, leftOut: 1, createdAt: 5 },
    ]);
    expect(await (await send("GET", "/jobs/job-1")).json()).toMatchObject({
      first: [expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)],
    });
    const missing = await withScheduler(preview).send("GET", "/jobs/none");
    expect([missing.status, await missing.json()]).toMatchObject([
      404,
      { code: "orchestration.job_not_found" },
    ]);
  });

  test("is for whoever may schedule; ids and bodies have to be good", async () => {
    const { asked, send } = withScheduler(preview);
    const reader = { authorization: "Bearer reader" };
    expect((await send("POST", "/jobs", { job }, reader)).status).toBe(403);
    expect((await send("GET", "/jobs", undefined, reader)).status).toBe(403);
    for (const wrong of [{}, { job: [] }, { job, id: "a b" }, { job: "text" }])
      expect((await send("POST", "/jobs", wrong)).status).toBe(400);
    expect(asked).toEqual([]);
  });
});
