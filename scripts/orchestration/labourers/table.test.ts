import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import type { LabourerLook } from "@switchyard/core/orchestration/look/labourer.ts";
import { expect, test } from "vitest";
import { lineOf, minuteLines } from "./table.ts";

const flow = {
  concurrency: { key: "payload.tenant", limit: 2 },
  rate_limit: { key: "payload.tenant", limit: 5, period: 60 },
};
const none = { count: 0, isMore: false };
const look: LabourerLook = {
  labourer: parseLabourer("counter", { arn: "counter", flow, max_simultaneous_invocations: 4 }),
  queued: { count: 1_000, isMore: true },
  running: { count: 3, isMore: false },
  expired: none,
  retrying: none,
  completed: none,
  dead: none,
  keys: [],
  healthMinutes: [],
  isLeased: false,
};

test("a labourer's line tells its limits, and how far was counted", () => {
  expect(lineOf(look)).toMatchObject({
    labourer: "counter",
    limit: 4,
    "per key": 2,
    rate: "5 in 60 s per key",
    health: "",
    queued: "1000+",
    running: "3",
    state: "",
  });
});

test("it tells the health with the metric that decided, and who paused or drains it", () => {
  const health = { status: 2, metric: "load", value: 0.7 };
  const paused = { by: "ada", why: "the database is full" };
  expect(lineOf({ ...look, health, paused, draining: {} })).toMatchObject({
    health: "2 Moderate (load 0.7)",
    state: "paused by ada (the database is full); draining",
  });
  const blind = { status: 4, metric: "load" };
  expect(lineOf({ ...look, health: blind })).toMatchObject({ health: "4 High (load no data)" });
});

test("what decided its health is a line for each minute, the newest first", () => {
  const noon = Date.UTC(2026, 10, 21, 12);
  const healthMinutes = [
    { at: noon, status: 4, metric: "load" },
    { at: noon + 60_000, status: 2, metric: "load", value: 0.7 },
  ];
  expect(minuteLines({ ...look, healthMinutes })).toEqual([
    { minute: "2026-11-21T12:01", health: "2 Moderate (load 0.7)" },
    { minute: "2026-11-21T12:00", health: "4 High (load no data)" },
  ]);
});
