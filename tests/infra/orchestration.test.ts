import { describe, expect, test } from "vitest";
import { allows, statementsOf } from "./allows.ts";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const graph = synthesised("production");
const named = (type: string, name: RegExp) => theOne(graph, type, name).inputs;
const table = (name: string) =>
  `arn:aws:dynamodb:us-east-1:123456789012:table/${name}-switchyard-production`;
const fn = (name: string) =>
  `arn:aws:lambda:us-east-1:123456789012:function:${name}-switchyard-production`;
const policiesOf = (role: string) =>
  (
    named("aws:iam/role:Role", new RegExp(`^${role}Role$`))["inlinePolicies"] as {
      policy: string;
    }[]
  ).map(({ policy }) => policy);
const queueBucket = `arn:aws:s3:::${String(named("aws:s3/bucket:Bucket", /^SoswQueueBucket$/)["bucket"])}`;

describe("the tables are sosw's:", () => {
  test.each([
    ["sosw_tasks", "task_id", undefined, ["sosw_tasks_greenfield", "sosw_tasks_lanes"]],
    ["sosw_closed_tasks", "task_id", undefined, ["labourer_task_status_with_time"]],
    ["sosw_retry_tasks", "labourer_id", "task_id", ["labourer_id_greenfield"]],
    ["sosw_tasks_meta", "task_id", "created_at", []],
    ["config", "env", "config_name", []],
  ])("%s", (name, hashKey, rangeKey, indexes) => {
    const wanted = `${name}-switchyard-production`;
    const found = ofType(graph, "aws:dynamodb/table:Table").find(
      ({ inputs }) => inputs["name"] === wanted,
    );
    const { globalSecondaryIndexes: global, localSecondaryIndexes: local } = (found?.inputs ??
      {}) as {
      globalSecondaryIndexes?: { name: string }[];
      localSecondaryIndexes?: { name: string }[];
    };
    expect(found?.inputs).toMatchObject({ hashKey, ...(rangeKey && { rangeKey }) });
    expect([...(global ?? []), ...(local ?? [])].map((one) => one.name)).toEqual(indexes);
    expect(found?.inputs["pointInTimeRecovery"]).toMatchObject({ enabled: true });
  });

  test("a laptop's have sosw's very names", () => {
    const names = ofType(synthesised("local"), "aws:dynamodb/table:Table").map(
      ({ inputs }) => inputs["name"],
    );
    expect(names).toEqual(expect.arrayContaining(["sosw_tasks", "sosw_retry_tasks", "config"]));
  });

  test("closed tasks are found by time, with what sosw includes", () => {
    const closed = named("aws:dynamodb/table:Table", /^SoswClosedTasksTable$/);
    expect(closed["globalSecondaryIndexes"]).toMatchObject([
      { projectionType: "INCLUDE", nonKeyAttributes: ["completed_at", "greenfield", "attempts"] },
    ]);
  });
});

test("essentials are told their logical names, which are the same on every stage, and each other's functions", () => {
  const own = {
    SCHEDULER: "sosw_scheduler",
    ORCHESTRATOR: "sosw_orchestrator",
    SCAVENGER: "sosw_scavenger",
    ASSISTANT: "sosw_worker_assistant",
  };
  for (const role of ["Scheduler", "Orchestrator", "Scavenger", "WorkerAssistant", "Api"])
    for (const [one, name] of Object.entries(own))
      expect(variablesOf(role)).toMatchObject({
        [`${one}_NAME`]: name,
        [`${one}_FUNCTION`]: `${name}-switchyard-production`,
      });
});

const tables = ["sosw_tasks", "sosw_closed_tasks", "sosw_retry_tasks", "sosw_tasks_meta"];

describe.each(["Hashtags", "Rehearsal"])("the worker %s", (worker) => {
  test("may tell the assistant, and do nothing on the tables", () => {
    const may = policiesOf(worker);
    expect(allows(may, "lambda:InvokeFunction", fn("sosw_worker_assistant"))).toBe(true);
    expect(allows(may, "lambda:InvokeFunction", fn("sosw_orchestrator"))).toBe(false);
    const onTables = may
      .flatMap(statementsOf)
      .filter(({ Resource }) => Resource.some((one) => /table\/.*(sosw|config)/.test(one)));
    expect(onTables).toEqual([]);
    expect(allows(may, "s3:GetObject", `${queueBucket}/scheduler/payloads/a`)).toBe(true);
    expect(allows(may, "s3:GetObject", `${queueBucket}/scheduler/jobs/a`)).toBe(false);
    expect(allows(may, "s3:PutObject", `${queueBucket}/scheduler/payloads/a`)).toBe(false);
  });

  test("may hand on to itself only where that was asked for", () => {
    const may = policiesOf(worker);
    const own = { Hashtags: "sosw_tutorial_hashtags", Rehearsal: "sosw_rehearsal" }[worker] ?? "";
    const isAsked = worker === "Rehearsal";
    expect(allows(may, "lambda:InvokeFunction", fn(own))).toBe(isAsked);
    for (const action of ["scheduler:ListSchedules", "cloudwatch:GetMetricData"])
      expect(allows(may, action, "*")).toBe(isAsked);
    const rule = "arn:aws:events:us-east-1:123456789012:rule/hourly";
    expect(allows(may, "events:DescribeRule", rule)).toBe(isAsked);
    expect(allows(may, "events:PutRule", rule)).toBe(false);
    const other = worker === "Rehearsal" ? "sosw_tutorial_hashtags" : "sosw_rehearsal";
    expect(allows(may, "lambda:InvokeFunction", fn(other))).toBe(false);
  });

  test("isn't tried again by Lambda, and its events don't outlive the task's slot", () => {
    const config = named(
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
      new RegExp(`^${worker}EventInvokeConfig$`),
    );
    expect(config).toMatchObject({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 240 });
    const { LABOURERS = "{}" } = variablesOf("Orchestrator");
    const { cooldown } = (JSON.parse(LABOURERS) as Record<string, { cooldown: number }>)[
      worker.toLowerCase()
    ] ?? { cooldown: 0 };
    expect(Number(config["maximumEventAgeInSeconds"])).toBeLessThanOrEqual(cooldown);
  });

  test("has a time-out that its labourer's duration covers", () => {
    const { timeout } = named("aws:lambda/function:Function", new RegExp(`^${worker}Function$`));
    const { LABOURERS = "{}" } = variablesOf("Orchestrator");
    const settings = JSON.parse(LABOURERS) as Record<string, { duration: number }>;
    expect(settings[worker.toLowerCase()]?.duration).toBeGreaterThanOrEqual(Number(timeout));
  });
});

const variablesOf = (name: string) =>
  (
    named("aws:lambda/function:Function", new RegExp(`^${name}Function$`))["environment"] as {
      variables: Record<string, string>;
    }
  ).variables;

/** Calls as `action on resource`. */
const matrix: [string, boolean, string, string][] = [
  ["Scheduler", true, "dynamodb:PutItem", table("sosw_tasks")],
  ["Scheduler", true, "s3:PutObject", `${queueBucket}/jobs/a`],
  ["Scheduler", true, "lambda:InvokeFunction", fn("sosw_orchestrator")],
  ["Scheduler", false, "dynamodb:DeleteItem", table("sosw_tasks")],
  ["Scheduler", false, "dynamodb:UpdateItem", table("sosw_tasks")],
  ["Scheduler", false, "lambda:InvokeFunction", fn("sosw_rehearsal")],
  ["Orchestrator", true, "dynamodb:UpdateItem", table("sosw_tasks")],
  ["Orchestrator", true, "dynamodb:Query", `${table("sosw_tasks")}/index/sosw_tasks_greenfield`],
  ["Orchestrator", true, "lambda:InvokeFunction", fn("sosw_rehearsal")],
  ["Orchestrator", false, "lambda:InvokeFunction", fn("sosw_worker_assistant")],
  ["Orchestrator", false, "dynamodb:Scan", table("sosw_tasks")],
  ["Scavenger", true, "dynamodb:PutItem", table("sosw_closed_tasks")],
  ["Scavenger", true, "dynamodb:DeleteItem", table("sosw_retry_tasks")],
  ["Scavenger", false, "lambda:InvokeFunction", fn("sosw_rehearsal")],
  ["Scavenger", false, "dynamodb:DeleteItem", table("sosw_tasks_meta")],
  ["Api", true, "dynamodb:Query", `${table("sosw_tasks")}/index/sosw_tasks_greenfield`],
  ["Api", true, "dynamodb:Query", table("sosw_tasks_meta")],
  ["Api", true, "dynamodb:PutItem", table("sosw_closed_tasks")],
  ["Api", true, "lambda:InvokeFunction", fn("sosw_scheduler")],
  ["Api", true, "lambda:InvokeFunction", fn("sosw_orchestrator")],
  ["Api", false, "lambda:InvokeFunction", fn("sosw_rehearsal")],
  ["Api", false, "lambda:InvokeFunction", fn("sosw_worker_assistant")],
  ["Api", false, "dynamodb:Scan", table("sosw_tasks")],
  ["Api", false, "dynamodb:DeleteItem", table("sosw_tasks_meta")],
  ["Api", true, "dynamodb:GetItem", table("config")],
  ["Api", false, "dynamodb:PutItem", table("config")],
  ["Api", false, "dynamodb:Query", table("config")],
  ["Api", false, "s3:GetObject", `${queueBucket}/scheduler/jobs/a`],
  ["WorkerAssistant", true, "dynamodb:UpdateItem", table("sosw_tasks")],
  ["WorkerAssistant", true, "lambda:InvokeFunction", fn("sosw_scavenger")],
  ["WorkerAssistant", false, "lambda:InvokeFunction", fn("sosw_rehearsal")],
  ["WorkerAssistant", false, "sns:Publish", "arn:aws:sns:us-east-1:123456789012:any"],
];

describe("each essential's role", () => {
  test.each(matrix)("%s, may it (%s): %s on %s", (role, expected, action, resource) => {
    expect(allows(policiesOf(role), action, resource)).toBe(expected);
  });

  test("reads no table whole", () => {
    const essentials = ["Scheduler", "Orchestrator", "Scavenger", "WorkerAssistant"];
    const scans = essentials.filter((role) =>
      tables.some((name) => allows(policiesOf(role), "dynamodb:Scan", table(name))),
    );
    expect(scans).toEqual([]);
  });
});

test("essentials and workers may call one another in a loop, which Lambda would end after 16 rounds", () => {
  const loops = ofType(graph, "aws:lambda/functionRecursionConfig:FunctionRecursionConfig");
  const allowed = loops.filter(({ inputs }) => inputs["recursiveLoop"] === "Allow");
  const { LABOURERS = "{}" } = variablesOf("Orchestrator");
  const workers = Object.values(JSON.parse(LABOURERS) as Record<string, { arn: string }>);
  const inLoop = [
    ...["scheduler", "orchestrator", "scavenger", "worker_assistant"].map((name) => `sosw_${name}`),
    ...workers.map(({ arn }) => arn.split(":").at(-1)?.replace("-switchyard-production", "")),
  ];
  expect(inLoop).toHaveLength(6);
  expect(allowed.map(({ inputs }) => String(inputs["functionName"])).toSorted()).toEqual(
    inLoop.map((name) => `${name}-switchyard-production`).toSorted(),
  );
});

test("orchestrator and scavenger run every minute", () => {
  const clocks = ofType(graph, "aws:scheduler/schedule:Schedule").filter(({ name }) =>
    /^(Orchestrator|Scavenger)Clock/.test(name),
  );
  expect(clocks.map(({ inputs }) => inputs["scheduleExpression"])).toEqual([
    "rate(1 minute)",
    "rate(1 minute)",
  ]);
});
