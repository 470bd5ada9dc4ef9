import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { deliver } from "@switchyard/core/pipeline/delivery.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import { sweepStaging } from "@switchyard/core/pipeline/sweep.ts";
import { type Upload } from "@switchyard/core/pipeline/upload.ts";
import { type PipelineWorld } from "./world.ts";

export const noGzip = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
export const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Delivers announcements to the transform. */
export const run = (world: PipelineWorld, uploads: Upload[]) =>
  deliver({ uploads }, world.run(), parkOn(world.deadLetters));

/** A file that was given up, and its message parked. */
export async function failedFile(world: PipelineWorld, key = "alice/b.gz") {
  const upload = await world.upload(key, noGzip);
  await run(world, [upload]);
  world.wait(4);
  return upload;
}

/** Takes every message off a queue. */
export async function bodiesOn({ sqs, url }: PipelineWorld["uploads"]): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = "" }) => Body));
  }
}
export const keysIn = (bodies: string[]) =>
  bodies.flatMap((body) => JSON.parse(body).uploads ?? []).map(({ key }: Upload) => key);

/** Lets a generator run to its end. */
export async function all<T, R>(steps: AsyncGenerator<T, R>) {
  const seen: T[] = [];
  for (;;) {
    const next = await steps.next();
    if (next.done) return { seen, result: next.value };
    seen.push(next.value);
  }
}

/** A sweep that has time enough. */
export const sweep = (world: PipelineWorld, changes = {}) =>
  sweepStaging(
    undefined,
    {
      deadline: Infinity,
      longestLease: 1_800_000,
      mostWaiting: 1_000,
      log: silent,
      ...changes,
    },
    world,
  );
