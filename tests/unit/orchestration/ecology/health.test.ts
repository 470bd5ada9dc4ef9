import type { CloudWatchClient, GetMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import { readHealth } from "@switchyard/core/orchestration/ecology/metrics.ts";
import { type LabourerInput } from "@switchyard/core/orchestration/labourer.ts";
import { lookAtLabourer } from "@switchyard/core/orchestration/look/labourer.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { withSend } from "../../../models/client.ts";
import { queueTasks, yardWorld } from "../orchestrator/yard.ts";
import { labourer, noon } from "../world.ts";

type Metrics = NonNullable<LabourerInput["health_metrics"]>;
const load = (Name: string, more: object = {}): Metrics[string] => ({
  details: { Name, Namespace: "Test", ...more },
  feelings: { 1: 90, 2: 75, 3: 50, 4: 25 },
  feeling_comparison_operator: "<=",
});

/** CloudWatch with points of metrics by name: seconds before noon and value. */
function cloudWatch(points: Readonly<Record<string, readonly (readonly [number, number])[]>>) {
  const calls: GetMetricDataCommandInput[] = [];
  const client = withSend<CloudWatchClient>(async ({ input }) => {
    const call = input as GetMetricDataCommandInput;
    calls.push(call);
    const all = (call.MetricDataQueries ?? []).map(({ Id, MetricStat }) => {
      const from = (call.StartTime?.getTime() ?? 0) - 1;
      const own = (points[MetricStat?.Metric?.MetricName ?? ""] ?? [])
        .map(([ago, value]) => ({ at: noon - ago * 1_000, value }))
        .filter(({ at }) => at > from);
      return { Id, Timestamps: own.map(({ at }) => new Date(at)), Values: own.map((p) => p.value) };
    });
    // In pages of one: the next is asked for by its token.
    const page = Number(call.NextToken ?? 0);
    const isLast = page >= all.length - 1 || all.length > 10;
    const MetricDataResults = all.length > 10 ? all : all.slice(page, page + 1);
    return { MetricDataResults, ...(!isLast && { NextToken: String(page + 1) }) };
  });
  return { client, calls };
}
const statusOf = async (metrics: Metrics, points: Parameters<typeof cloudWatch>[0]) => {
  const request = { cloudWatch: cloudWatch(points).client, now: noon };
  const health = await readHealth([labourer({ health_metrics: metrics })], request);
  return health.get("counter");
};

describe("health", () => {
  test("is decided by the worst metric", async () => {
    const metrics = { cpu: load("cpu"), disk: load("disk") };
    const health = await statusOf(metrics, { cpu: [[60, 20]], disk: [[60, 70]] });
    expect(health).toEqual({ status: 2, metric: "disk", value: 70 });
  });

  test.each([
    ["Average", 40],
    ["Maximum", 60],
    ["Minimum", 20],
  ] as const)("takes the %s of the points in the metric's time", async (statistic, value) => {
    const cpu = load("cpu", { Statistics: [statistic], MetricAggregationTimeSlice: 120 });
    const wide = load("wide", { MetricAggregationTimeSlice: 600 });
    const points = { cpu: [[30, 20] as const, [120, 60] as const, [121, 99] as const] };
    const health = await statusOf({ cpu, wide }, { ...points, wide: [[500, 1]] });
    expect(health).toMatchObject({ metric: "cpu", value });
  });

  test("without data is high, or as the metric says", async () => {
    expect(await statusOf({ cpu: load("cpu") }, {})).toEqual({ status: 4, metric: "cpu" });
    const cautious = { ...load("cpu"), without_data: 1 };
    expect(await statusOf({ cpu: cautious }, {})).toEqual({ status: 1, metric: "cpu" });
  });

  test("of all labourers is fetched together, 500 metrics a call, each once", async () => {
    const { client, calls } = cloudWatch({});
    const many = Array.from({ length: 601 }, (_, n) => [`m${n}`, load(`m${n}`)] as const);
    const labourers = [
      labourer({ health_metrics: Object.fromEntries(many) }, "one"),
      labourer({ health_metrics: Object.fromEntries(many.slice(0, 9)) }, "two"),
    ];
    await readHealth(labourers, { cloudWatch: client, now: noon });
    expect(calls.map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([500, 101]);
  });
});

describe("a run", () => {
  const measured = (limit: number, id = "counter") =>
    labourer({ max_simultaneous_invocations: limit, health_metrics: { cpu: load("cpu") } }, id);

  test.each([
    [20, 10],
    [50, 7],
    [75, 5],
    [90, 0],
    [99, 0],
  ])("at a load of %i starts %i of ten allowed tasks", async (value, started) => {
    const world = await yardWorld({ cloudWatch: () => cloudWatch({ cpu: [[60, value]] }).client });
    await queueTasks(world.store, 20);
    expect(await orchestrate({ labourers: [measured(10)] }, world.yard)).toMatchObject({ started });
  });

  test("starts at least one where health leaves anything, and by coefficients of one's own", async () => {
    const client = cloudWatch({ cpu: [[60, 75]] }).client;
    const world = await yardWorld({ cloudWatch: () => client });
    await queueTasks(world.store, 20);
    expect(await orchestrate({ labourers: [measured(1)] }, world.yard)).toMatchObject({
      started: 1,
    });
    const coefficients = { 0: 0, 1: 0, 2: 0.3, 3: 0.5, 4: 1 };
    const report = await orchestrate(
      { labourers: [measured(10)] },
      { ...world.yard, coefficients },
    );
    expect(report).toMatchObject({ labourers: [{ desired: 3 }] });
  });

  test("keeps what it decided in the labourer's row; pokes go by it for a minute", async () => {
    const { client, calls } = cloudWatch({ cpu: [[60, 60]] });
    const world = await yardWorld({ cloudWatch: () => client });
    const labourers = [measured(4), measured(4, "other")];
    await orchestrate({ labourers }, world.yard);
    expect(calls).toHaveLength(1);
    const health = { status: 2, metric: "cpu", value: 60, at: noon };
    expect(await world.state()).toMatchObject({ health });
    const poke = pokeIn({ poke: { labourer_id: "counter" } });
    world.clock.now += 59_000;
    expect(await orchestrate({ labourers, poke }, world.yard)).toMatchObject({
      labourers: [{ desired: 2 }],
    });
    expect(calls).toHaveLength(1);
    world.clock.now += 1_000;
    await orchestrate({ labourers, poke }, world.yard);
    expect(calls).toHaveLength(2);
  });

  test("of each minute of the last hour is told to who looks, and costs no request of its own", async () => {
    let cpu = 20;
    const world = await yardWorld({
      cloudWatch: () => cloudWatch({ cpu: [[-600, cpu]] }).client,
    });
    const own = measured(4);
    const requestsOfARun = async () => {
      world.requests.length = 0;
      await orchestrate({ labourers: [own] }, world.yard);
      world.clock.now += 60_000;
      return world.requests.filter(
        (name) => name !== "Query" && name !== "GetFunctionConfiguration",
      );
    };
    expect(await requestsOfARun()).toEqual(["Update", "Update"]);
    for (cpu of [20, 20, 20, 60]) await requestsOfARun();
    const { healthMinutes } = await lookAtLabourer(own, world.store);
    const metric = "cpu";
    expect(healthMinutes).toMatchObject([
      { at: noon, status: 4, metric, value: 20 },
      { at: noon + 60_000, metric, value: 20 },
      { at: noon + 120_000, metric, value: 20 },
      { at: noon + 180_000, metric, value: 20 },
      { at: noon + 240_000, status: 2, metric, value: 60 },
    ]);
    world.clock.now = noon + 3_600_000;
    expect((await lookAtLabourer(own, world.store)).healthMinutes).toHaveLength(4);
  });

  test("goes by `without_data` where CloudWatch doesn't answer, and says so", async () => {
    const broken = withSend<CloudWatchClient>(() => Promise.reject(new TypeError("no answer")));
    const world = await yardWorld({ cloudWatch: () => broken });
    await queueTasks(world.store, 2);
    const { labourers } = await orchestrate({ labourers: [measured(1)] }, world.yard);
    expect(labourers).toMatchObject([{ started: ["t0"], errors: ["TypeError: no answer"] }]);
  });

  test("of a labourer whose thresholds are in the wrong order starts nothing, others go on", async () => {
    const wrong = { ...load("cpu"), feelings: { 3: 1, 4: 2 } };
    const world = await yardWorld({ cloudWatch: () => cloudWatch({}).client });
    await queueTasks(world.store, 1);
    await queueTasks(world.store, 1, { labourer_id: "other", from: 5 });
    const labourers = [labourer({ health_metrics: { cpu: wrong } }), measured(1, "other")];
    const report = await orchestrate({ labourers }, world.yard);
    expect(report.started).toBe(1);
    expect(report.labourers.find(({ labourer_id }) => labourer_id === "counter")).toMatchObject({
      outcome: "failed",
      errors: [expect.stringContaining("feelings")],
    });
  });

  test("refuses a duration shorter than the function's time-out, and starts nothing", async () => {
    const world = await yardWorld({ timeOut: 901 });
    await queueTasks(world.store, 1);
    const { labourers } = await orchestrate({ labourers: [labourer()] }, world.yard);
    expect(labourers).toMatchObject([{ outcome: "failed", started: [] }]);
    expect(labourers[0]?.errors[0]).toMatch(/duration: expected at least 901/);
    expect(await world.state()).not.toHaveProperty("holder");
  });

  test("keeps how long tasks took for ten minutes", async () => {
    const world = await yardWorld({ timeOut: 77 });
    await orchestrate({ labourers: [labourer()] }, world.yard);
    expect(await world.state()).toMatchObject({ durations: { average: 77, max: 77 } });
    world.requests.length = 0;
    await orchestrate({ labourers: [labourer()] }, world.yard);
    expect(world.requests).not.toContain("GetFunctionConfiguration");
    world.clock.now += 600_000;
    await orchestrate({ labourers: [labourer()] }, world.yard);
    expect(world.requests).toContain("GetFunctionConfiguration");
  });
});
