import { type LambdaClient } from "@aws-sdk/client-lambda";
import { setTimeout as sleep } from "node:timers/promises";
import { assistantClient, type Assistant } from "./assistant-client.ts";
import { type QueueObjects } from "./objects.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";

/** What a worker needs from outside; every part has a default. */
export interface WorkerWorld extends Surroundings {
  readonly lambda?: Pick<LambdaClient, "send">;
  /** The queue bucket's objects. */
  readonly objects?: (bucket: string) => Promise<QueueObjects>;
  /** Whether something enabled targets a function. */
  readonly isTargeted?: (functionArn: string) => Promise<boolean>;
  readonly newToken?: () => string;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export type WholeWorld = Required<Omit<WorkerWorld, "lambda" | "objects" | "isTargeted">> &
  Pick<WorkerWorld, "lambda" | "isTargeted"> & {
    readonly objects: () => Promise<QueueObjects | undefined>;
    readonly assistant: Assistant;
  };

/**
 * Fills in what isn't given. S3 and the clients of siblings are loaded when they are first needed:
 * most workers start without them.
 */
export function wholeWorld(given: WorkerWorld): WholeWorld {
  const surroundings = surroundingsOf(given);
  const waiting = { sleep: given.sleep ?? sleep, random: given.random ?? Math.random };
  const { queueBucket, assistant } = surroundings.settings;
  const open = given.objects ?? objectsOf;
  return {
    newToken: () => crypto.randomUUID(),
    ...given,
    ...surroundings,
    ...waiting,
    objects: async () => (queueBucket === undefined ? undefined : open(queueBucket)),
    assistant: assistantClient({ ...waiting, lambda: given.lambda, assistant }),
  };
}

const objectsOf = async (bucket: string) => (await import("./objects.ts")).queueObjects(bucket);
