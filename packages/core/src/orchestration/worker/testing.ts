import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Work } from "../../tracing/trace.ts";
import { type LambdaContext } from "./lambda-context.ts";
import { type QueueObjects } from "./objects.ts";
import { type After } from "./shutdown.ts";
import { type WorkerWorld } from "./world.ts";

type Facts = Readonly<Record<string, unknown>>;
type Request = Facts & { readonly action: string };

/** Answers the assistant's calls; a thrown `SystemError` is a failed call, any other a failed function. */
export type Answer = (request: Request, call: number) => unknown;

/** A call that never got through, or whose answer was lost. */
export class SystemError extends Error {
  override readonly name = "TimeoutError";
}

/** A function that failed: what Lambda tells of it. */
export class FunctionFailure extends Error {
  readonly errorType: string;
  constructor(errorType: string, message = "no luck") {
    super(message);
    this.errorType = errorType;
  }
}

const assistantName = "sosw_worker_assistant";
const yes: Answer = ({ action }) =>
  action === "claim"
    ? { claimed: true }
    : action === "heartbeat"
      ? { alive: true, cancelled: false }
      : { changed: true };

/** A world of fakes around one worker, and what it was asked. */
export function workerWorld(answer: Answer = yes, more: WorkerWorld = {}) {
  const asked: Request[] = [];
  const spawned: Facts[] = [];
  const published: {
    readonly topic: string;
    readonly subject: string;
    readonly message: string;
  }[] = [];
  const traces: Work[] = [];
  const lines: (Facts & { readonly level: string; readonly message: string })[] = [];
  const stored = new Map<string, string>();
  const timers = manualTimers();
  let tokens = 0;
  const say = (level: string) => (message: string, facts?: Facts) =>
    void lines.push({ level, message, ...facts });
  const world: WorkerWorld = {
    settings: { assistant: assistantName, queueBucket: "queue", deadTopic: "SoswWorkerErrors" },
    lambda: {
      send: async (command: unknown) => {
        if (!(command instanceof InvokeCommand)) throw new TypeError("only Invoke is expected");
        const { FunctionName, InvocationType, Payload } = command.input;
        const event = JSON.parse(textOf(Payload)) as Request;
        if (InvocationType === "Event") {
          spawned.push({ FunctionName, event });
          return { StatusCode: 202 };
        }
        asked.push(event);
        return answered(
          async () => (await answer(event, asked.length)) ?? yes(event, asked.length),
        );
      },
    },
    objects: async () => memoryObjects(stored),
    trace: async (work) => void traces.push(work),
    publish: async (topic, subject, message) => void published.push({ topic, subject, message }),
    isTargeted: async () => false,
    log: { info: say("info"), warn: say("warn"), error: say("error") },
    newToken: () => `token-${++tokens}`,
    random: () => 0,
    sleep: async () => {},
    after: timers.after,
    ...more,
  };
  return { world, asked, spawned, published, traces, lines, stored, timers };
}

async function answered(answer: () => unknown) {
  try {
    return { StatusCode: 200, Payload: bytes(await answer()) };
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    const { errorType, message: errorMessage } = error;
    return { FunctionError: "Unhandled", Payload: bytes({ errorType, errorMessage }) };
  }
}

const textOf = (payload: unknown) =>
  payload instanceof Uint8Array ? Buffer.from(payload).toString() : String(payload);

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** The queue bucket's objects, in a map. */
export const memoryObjects = (stored: Map<string, string>): QueueObjects => ({
  read: async (key) => JSON.parse(stored.get(key) ?? "null") as unknown,
  write: async (key, json) => void stored.set(key, json),
});

/** Timers that fire when told to. */
export function manualTimers() {
  const waiting = new Map<number, { ms: number; call: () => void }>();
  let next = 0;
  const after: After = (ms, call) => {
    const id = next++;
    waiting.set(id, { ms, call });
    return () => void waiting.delete(id);
  };
  return {
    after,
    /** Fires all that wait no longer than that. */
    pass: (ms: number) => {
      for (const [id, timer] of waiting) if (timer.ms <= ms && waiting.delete(id)) timer.call();
    },
    waiting: () => waiting.size,
  };
}

/** The context of an invocation that has so long to go. */
export const contextWith = (remainingMs = 60_000): LambdaContext => ({
  functionName: "counter",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:counter",
  awsRequestId: "request-1",
  getRemainingTimeInMillis: () => remainingMs,
});

/** A task's invocation, as the orchestrator sends it. */
export const taskEvent = (payload: Facts = { words: ["a"] }, more: Facts = {}) => ({
  ...payload,
  task_id: "task-1",
  labourer_id: "counter",
  created_at: 1_700_000_000,
  greenfield: 1_731_557_600,
  attempts: 1,
  ...more,
});
