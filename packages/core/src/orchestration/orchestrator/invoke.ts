import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Labourer } from "../labourer.ts";
import { bookkeeping, payloadOf, type Task } from "../task.ts";
import { type Marked } from "./mark.ts";
import { type Yard } from "./yard.ts";

export type Invoked =
  | { readonly marked: Marked; readonly outcome: "started" }
  /** Lambda said no: the task may be put back. */
  | { readonly marked: Marked; readonly outcome: "refused"; readonly error: unknown }
  /** The worker may run or not: the task stays marked, and the scavenger decides. */
  | { readonly marked: Marked; readonly outcome: "unanswered"; readonly error: unknown };

/** Invokes the labourer's function for each task, asynchronously and many at once. */
export async function invokeAll(
  labourer: Labourer,
  marked: readonly Marked[],
  yard: Yard,
): Promise<Invoked[]> {
  const invoked: Invoked[] = [];
  const left = [...marked];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift())
      invoked.push(await invoke(labourer, next, yard));
  };
  const lanes = Math.min(yard.invocationsAtOnce, marked.length);
  await Promise.all(Array.from({ length: lanes }, work));
  return invoked;
}

/**
 * What a worker is invoked with: the payload's fields, and over them the task's own, flattened
 * together as sosw does it; this project's bookkeeping stays behind. A payload too large for its row stays where `payload_ref` says; what
 * fits into a row (400 KB) fits into an asynchronous invocation (1 MB).
 */
export function invocationEvent(task: Task): Record<string, unknown> {
  const payload = payloadOf(task);
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  const own = Object.entries(task).filter(([name]) => name !== "payload" && !bookkeeping.has(name));
  return { ...(isObject ? payload : { payload }), ...Object.fromEntries(own) };
}

async function invoke(labourer: Labourer, marked: Marked, { lambda }: Yard): Promise<Invoked> {
  const command = new InvokeCommand({
    FunctionName: labourer.arn,
    InvocationType: "Event",
    Payload: new TextEncoder().encode(JSON.stringify(invocationEvent(marked.task))),
  });
  try {
    await lambda.send(command);
    return { marked, outcome: "started" };
  } catch (error) {
    return { marked, outcome: isRefusal(error) ? "refused" : "unanswered", error };
  }
}

// The event itself is what it doesn't take: another time would end the same. So the task stays
// marked, and its attempts come to an end.
const hopeless = new Set(["InvalidRequestContentException", "RequestTooLargeException"]);
// Something behind the front failed; whether before or after it took the event, nobody knows.
const doubtful = new Set([500, 502, 504]);

/** Whether Lambda answered that it didn't take the event, at the only try. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || hopeless.has(error.name)) return false;
  const metadata: unknown = Reflect.get(error, "$metadata");
  if (typeof metadata !== "object" || metadata === null) return false;
  const { httpStatusCode, attempts = 1 } = metadata as {
    httpStatusCode?: number;
    attempts?: number;
  };
  return httpStatusCode !== undefined && attempts === 1 && !doubtful.has(httpStatusCode);
}
