import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { Remembered } from "../provider/state.ts";

/** A schedule that this process fires, because the emulator stores schedules and fires none. */
export interface Tick {
  name: string;
  functionArn: string;
  input: string;
  everyMs: number;
}

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The deployed schedules of the form `rate(n unit)`; others are named in `left`, for nobody fires them. Pure. */
export function planTicks(resources: readonly Remembered[]): { ticks: Tick[]; left: string[] } {
  const schedules = resources.filter(({ type }) => type === "aws:scheduler/schedule:Schedule");
  const planned = schedules.map(({ name, inputs }) => {
    const { arn, input = "{}" } = inputs["target"] as { arn: string; input?: string };
    const [, count, unit = ""] =
      /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(inputs["scheduleExpression"])) ?? [];
    return { name, functionArn: arn, input, everyMs: Number(count) * (units[unit] ?? Number.NaN) };
  });
  return {
    ticks: planned.filter(({ everyMs }) => Number.isFinite(everyMs)),
    left: planned.filter(({ everyMs }) => !Number.isFinite(everyMs)).map(({ name }) => name),
  };
}

/** Fires each in its turn. Returns how to stop. */
export function startTicks(
  ticks: readonly Tick[],
  lambda: LambdaClient,
  say: (line: string) => void,
) {
  const timers = ticks.map(({ name, functionArn, input, everyMs }) =>
    setInterval(() => {
      const invoke = {
        FunctionName: functionArn,
        InvocationType: "Event" as const,
        Payload: Buffer.from(input),
      };
      lambda
        .send(new InvokeCommand(invoke))
        .catch((error: Error) => say(`${name} was not fired: ${error.message}`));
    }, everyMs),
  );
  return () => timers.forEach((timer) => clearInterval(timer));
}
