import { InvokeCommand } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidInputError, SwitchyardError } from "../../errors.ts";
import { lazy } from "../../lazy.ts";
import { sentenceOf } from "./explain/reasons.ts";
import type { InvokeTaskAnswer } from "./invoke-task.ts";
import { type Poking } from "./poke.ts";

const StartEvent = /* @__PURE__ */ lazy(() =>
  z.object({
    start: z.object({
      task_id: z.string().check(z.minLength(1)),
      /** Though limits, rates and health would not; a pause and a lease still hold. */
      beyond_limits: z.prefault(z.boolean(), false),
    }),
  }),
);
export type Start = z.output<ReturnType<typeof StartEvent>>["start"];

/** What the orchestrator is asked to start out of its turn; `undefined`: it is asked something else. Throws `InvalidInputError`. */
export function startIn(event: unknown): Start | undefined {
  if (typeof event !== "object" || event === null || !("start" in event)) return undefined;
  const { success, data, error } = StartEvent().safeParse(event);
  if (!success) throw new InvalidInputError(issuesOf(error, event));
  return data.start;
}

const Started = /* @__PURE__ */ lazy(() =>
  z.object({
    /** Also where Lambda's answer was lost: it was marked, and may be running. */
    started: z.boolean(),
    /** Why not, as a sentence. */
    hold: z.optional(z.string()),
  }),
);
export type Started = z.output<ReturnType<typeof Started>>;

/** What is told of an attempt to start a task. Pure. */
export function startedOf({ started, state, hold, report }: InvokeTaskAnswer): Started {
  if (started) return { started };
  if (state !== "queued") return { started, hold: `It is ${state}.` };
  if (hold) return { started, hold: sentenceOf(hold) };
  if (report?.outcome === "held")
    return { started, hold: "Another run of the orchestrator holds the labourer: try again." };
  return { started, hold: report?.errors[0] ?? "It left the queue meanwhile, or was put back." };
}

/** The orchestrator's function failed; its log says why. */
export class StartFailedError extends SwitchyardError {
  override readonly name = "StartFailedError";
  readonly code = "orchestration.start_failed";
}

/**
 * Has the orchestrator's function start one task, and waits for its answer: it alone may invoke
 * workers. Throws `StartFailedError`, and the SDK's errors.
 */
export async function askToStart(start: Start, { lambda, orchestrator }: Poking): Promise<Started> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: orchestrator,
      Payload: new TextEncoder().encode(JSON.stringify({ start })),
    }),
  );
  const answer = Payload?.transformToString() ?? "";
  if (FunctionError !== undefined) throw new StartFailedError(`The orchestrator failed: ${answer}`);
  return Started().parse(JSON.parse(answer));
}
