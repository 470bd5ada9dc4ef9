import type { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Remembered } from "../provider/state.ts";
import { planTicks, startTicks } from "./ticks.ts";

const schedule = (name: string, scheduleExpression: string, input?: string): Remembered => ({
  type: "aws:scheduler/schedule:Schedule",
  name,
  id: name,
  inputs: { scheduleExpression, target: { arn: `arn:${name}`, input } },
  outputs: {},
  status: "made",
  order: 1,
});

const lambdaThat = (send: (command: InvokeCommand) => Promise<unknown>) =>
  ({ send }) as unknown as LambdaClient;

describe("planning ticks", () => {
  test.each([
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(2 hours)", 7_200_000],
    ["rate(1 day)", 86_400_000],
  ])("%s is every %i ms", (expression, everyMs) => {
    expect(planTicks([schedule("a", expression, "{}")])).toEqual({
      ticks: [{ name: "a", functionArn: "arn:a", input: "{}", everyMs }],
      left: [],
    });
  });

  test.each(["cron(0 1 * * ? *)", "at(2030-01-01T00:00:00)", "rate(1 fortnight)"])(
    "names %s as left",
    (expression) => {
      expect(planTicks([schedule("a", expression)])).toEqual({ ticks: [], left: ["a"] });
    },
  );

  test("looks at schedules alone", () => {
    const bucket = { ...schedule("a", "rate(1 minute)"), type: "aws:s3/bucket:Bucket" };
    expect(planTicks([bucket])).toEqual({ ticks: [], left: [] });
  });
});

describe("firing ticks", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const tick = { name: "Sweep", functionArn: "arn:a", input: '{"a":1}', everyMs: 1000 };

  test("invokes each in its turn until it is stopped", () => {
    const sent: unknown[] = [];
    const send = ({ input }: InvokeCommand) => {
      sent.push([
        input.FunctionName,
        input.InvocationType,
        JSON.parse(new TextDecoder().decode(input.Payload as Uint8Array)),
      ]);
      return Promise.resolve({});
    };
    const stop = startTicks([tick], lambdaThat(send), () => {});
    vi.advanceTimersByTime(2500);
    stop();
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual(Array.from({ length: 2 }, () => ["arn:a", "Event", { a: 1 }]));
  });

  test("tells of one that could not be fired, and goes on", async () => {
    const said: string[] = [];
    const lambda = lambdaThat(() => Promise.reject(new TypeError("gone")));
    const stop = startTicks([tick], lambda, (line) => said.push(line));
    await vi.advanceTimersByTimeAsync(2000);
    stop();
    expect(said).toEqual(Array.from({ length: 2 }, () => "Sweep was not fired: gone"));
  });
});
