import { describe, expect, test } from "vitest";
import { secret } from "./stages.ts";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const graph = synthesised("production");

const queue = (name: string) =>
  theOne(graph, "aws:sqs/queue:Queue", new RegExp(`^${name}Queue$`)).inputs;
const mapping = (name: string) =>
  theOne(
    graph,
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    new RegExp(`^${name}Subscriber`),
  ).inputs;
const timeoutOf = (name: string) =>
  Number(
    theOne(graph, "aws:lambda/function:Function", new RegExp(`^${name}Subscriber`)).inputs[
      "timeout"
    ],
  );

describe.each(["Uploads", "UploadsUndelivered", "Expirations"])("the queue %s", (name) => {
  test("hides a message six times as long as its function may take", () => {
    expect(Number(queue(name)["visibilityTimeoutSeconds"])).toBeGreaterThanOrEqual(
      6 * timeoutOf(name),
    );
  });

  test("gets failed messages back one by one, and waits for no batch", () => {
    expect(mapping(name)).toMatchObject({
      functionResponseTypes: ["ReportBatchItemFailures"],
      maximumBatchingWindowInSeconds: 0,
    });
  });

  test("has somewhere to put what nobody can handle", () => {
    expect(queue(name)["redrivePolicy"]).toMatch(/deadLetterTargetArn/);
  });
});

describe("messages that fail", () => {
  test("go to the recorder first, then to the dead letters, where they stay for 14 days", () => {
    expect(queue("Uploads")["redrivePolicy"]).toContain("UploadsUndeliveredQueue");
    expect(queue("UploadsUndelivered")["redrivePolicy"]).toContain("TransformDeadLettersQueue");
    expect(queue("TransformDeadLetters")).toMatchObject({ messageRetentionSeconds: 1_209_600 });
  });

  test("come several times as often as the ledger counts attempts", () => {
    const { maxReceiveCount } = JSON.parse(String(queue("Uploads")["redrivePolicy"])) as {
      maxReceiveCount: number;
    };
    expect(maxReceiveCount).toBeGreaterThanOrEqual(15);
  });
});

describe("the ledger", () => {
  test("has the keys and indexes that the code asks for", () => {
    expect(theOne(graph, "aws:dynamodb/table:Table", /^Ledger/).inputs).toMatchObject({
      hashKey: "key",
      rangeKey: "version",
      billingMode: "PAY_PER_REQUEST",
      globalSecondaryIndexes: [
        { name: "by_owner", hashKey: "owner", rangeKey: "received_at", projectionType: "ALL" },
        {
          name: "by_state",
          hashKey: "owner_state",
          rangeKey: "received_at",
          projectionType: "ALL",
        },
      ],
    });
  });

  test.each([/^Ledger/, /^UploadRecords/])(
    "%s can be restored to any second, and forgets in time",
    (name) => {
      expect(theOne(graph, "aws:dynamodb/table:Table", name).inputs).toMatchObject({
        pointInTimeRecovery: { enabled: true },
        ttl: { attributeName: "expires_at", enabled: true },
      });
    },
  );
});

describe("every function", () => {
  test("runs on Node 24 and keeps its log for a set time", () => {
    const functions = ofType(graph, "aws:lambda/function:Function");
    expect(functions.map(({ inputs }) => inputs["runtime"])).toEqual(
      functions.map(() => "nodejs24.x"),
    );
    const logs = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
    expect(logs.map(({ inputs }) => inputs["retentionInDays"])).toEqual(functions.map(() => 365));
  });

  test("has no secret in its environment, nor anywhere in the graph", () => {
    expect(JSON.stringify(graph)).not.toContain(secret);
  });
});

describe("the sweep", () => {
  test("runs hourly", () => {
    expect(theOne(graph, "aws:scheduler/schedule:Schedule", /^Sweep/).inputs).toMatchObject({
      scheduleExpression: "rate(1 hour)",
      state: "ENABLED",
    });
  });
});

describe("alarms", () => {
  test("watch dead letters, waiting messages and the errors of every function", () => {
    const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
    const watched = alarms.map(({ inputs }) => inputs["metricName"]);
    expect(watched.filter((one) => one === "Errors")).toHaveLength(
      ofType(graph, "aws:lambda/function:Function").length,
    );
    expect(watched).toEqual(
      expect.arrayContaining([
        "ApproximateNumberOfMessagesVisible",
        "ApproximateAgeOfOldestMessage",
      ]),
    );
    expect(
      alarms.every(({ inputs }) => JSON.stringify(inputs["alarmActions"]).includes(":sns:")),
    ).toBe(true);
  });
});
