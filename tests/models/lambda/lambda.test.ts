import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { running, testClock } from "../testing.ts";
import { lambdaFunction } from "./function.ts";
import { lambdaModel } from "./lambda.ts";

describe("Invoke", () => {
  test("waits for the answer, and tells a failed function from a failed call", async () => {
    const { lambda } = functions([
      async () => ({ ok: true }),
      () => Promise.reject(new TypeError("no")),
    ]);
    const invoke = () => lambda.send(new InvokeCommand({ FunctionName: "worker" }));
    const answered = await invoke();
    expect(JSON.parse(Buffer.from(answered.Payload ?? []).toString())).toEqual({ ok: true });
    expect(await invoke()).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    const unknown = new InvokeCommand({ FunctionName: "nobody" });
    await expect(lambda.send(unknown)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
  const later = new InvokeCommand({ FunctionName: "worker", InvocationType: "Event" });
  test("as an event is answered at once, done later, and tried again twice", async () => {
    const { lambda, run, times } = functions([failing, failing, failing, failing]);
    expect(await lambda.send(later)).toMatchObject({ StatusCode: 202 });
    expect(times).toEqual([]);
    await run(10 * 60_000);
    expect(times).toHaveLength(3);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(60_000);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBe(120_000);
  });
  test("as an event may come twice, late, or never", async () => {
    const twice = functions([], { repeats: 1, lateness: [1_000, 2_000] });
    await twice.lambda.send(later);
    await twice.run(999);
    expect(twice.times).toHaveLength(0);
    await twice.run(10_000);
    expect(twice.times).toHaveLength(2);
    const never = functions([], { drops: 1 });
    await never.lambda.send(later);
    await never.run(60_000);
    expect(never.times).toHaveLength(0);
  });
  test("as an event isn't tried again once it is too old", async () => {
    const { lambda, run, times } = functions([failing, failing, failing], { maximumAge: 90_000 });
    await lambda.send(later);
    await run(10 * 60_000);
    expect(times).toHaveLength(2);
  });
});

const failing = () => Promise.reject(new TypeError("no"));

function functions(answers: (() => Promise<unknown>)[], asynchronous = {}) {
  const { clock, run } = testClock();
  const times: number[] = [];
  const model = lambdaModel(clock, seededRandom(1));
  const start = () => {
    times.push(clock.now());
    return running((answers[times.length - 1] ?? (async () => "done"))());
  };
  model.register("worker", lambdaFunction(clock, { timeout: 1_000, start }), asynchronous);
  return { lambda: clientOf<LambdaClient>(model), run, times };
}
