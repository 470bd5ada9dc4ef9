import { type LambdaClient } from "@aws-sdk/client-lambda";
import { setTimeout as sleep } from "node:timers/promises";
import { trace, type Trace } from "../../tracing/trace.ts";
import { assistantClient, type Assistant } from "./assistant-client.ts";
import { type Publish } from "./die.ts";
import { jsonLog, type Log } from "./log.ts";
import { type QueueObjects } from "./objects.ts";
import { workerSettings, type WorkerSettings } from "./settings.ts";
import { type After, realAfter } from "./shutdown.ts";

/** What a worker needs from outside; every part has a default. */
export interface WorkerWorld {
  readonly settings?: WorkerSettings;
  readonly log?: Log;
  readonly lambda?: Pick<LambdaClient, "send">;
  /** The queue bucket's objects. */
  readonly objects?: (bucket: string) => Promise<QueueObjects>;
  readonly publish?: Publish;
  readonly trace?: Trace;
  /** Whether something enabled targets a function. */
  readonly isTargeted?: (functionArn: string) => Promise<boolean>;
  readonly now?: () => number;
  readonly newToken?: () => string;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly after?: After;
}

export type WholeWorld = Required<Omit<WorkerWorld, "lambda" | "objects" | "isTargeted">> &
  Pick<WorkerWorld, "lambda" | "isTargeted"> & {
    readonly objects: () => Promise<QueueObjects | undefined>;
    readonly assistant: Assistant;
  };

/**
 * Fills in what isn't given. S3, SNS and the clients of siblings are loaded when they are first
 * needed: most workers start without them.
 */
export function wholeWorld(given: WorkerWorld): WholeWorld {
  const settings = given.settings ?? workerSettings();
  const waiting = { sleep: given.sleep ?? sleep, random: given.random ?? Math.random };
  const { queueBucket } = settings;
  const { lambda } = given;
  const open = given.objects ?? objectsOf;
  return {
    log: jsonLog(),
    publish: publishLazily,
    trace: (work) => trace(work),
    now: Date.now,
    newToken: () => crypto.randomUUID(),
    after: realAfter,
    ...given,
    ...waiting,
    settings,
    objects: async () => (queueBucket === undefined ? undefined : open(queueBucket)),
    assistant: assistantClient({ ...waiting, lambda, assistant: settings.assistant }),
  };
}

const objectsOf = async (bucket: string) => (await import("./objects.ts")).queueObjects(bucket);

const publishLazily: Publish = async (...message) =>
  (await import("../notifier/publish.ts")).publish(...message);
