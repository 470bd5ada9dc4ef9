import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  readJobSchemas,
  schedule,
  type JobOutcome,
  type SchedulerOptions,
  type SchedulerSettings,
} from "@switchyard/core/orchestration/scheduler.ts";
import { type LabourerInput } from "@switchyard/core/orchestration/labourer.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { clientOf, withSend } from "../../../models/client.ts";
import { type CommandLike } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { s3Model } from "../../../models/s3/s3.ts";
import { trusted } from "../../../models/trusted.ts";
import { labourer, orchestrationWorld } from "../world.ts";

export const queueBucket = "queue";
export const schemas = readJobSchemas({ job_schema: { chunkable_attrs: ["topic", "word"] } });

/** A job of so many tasks. */
export const jobOf = (count: number, more: Readonly<Record<string, unknown>> = {}) => ({
  lambda_name: "counter",
  words: Array.from({ length: count }, (_, index) => `w${index}`),
  isolate_words: true,
  ...more,
});

/** A scheduler on tables and a bucket in memory, which counts its requests. */
export async function scheduling({
  flow,
  store,
  ...settings
}: Omit<Partial<SchedulerSettings>, "store"> & {
  readonly flow?: LabourerInput["flow"];
  readonly store?: Partial<Store>;
} = {}) {
  const world = await orchestrationWorld(store);
  const bucket = clientOf<S3Client>(s3Model({ now: world.store.now, random: seededRandom(2) }));
  await bucket.send(new CreateBucketCommand({ Bucket: queueBucket }));
  const requests: CommandLike[] = [];
  const heard = <Client extends { readonly send: unknown }>(client: Pick<Client, "send">) =>
    withSend<Client>((command) => {
      requests.push(command);
      return trusted<(sent: CommandLike) => Promise<object>>(client.send)(command);
    });
  const options: SchedulerOptions = {
    labourers: [labourer({ flow })],
    queueBucket,
    schemas,
    s3: heard<S3Client>(bucket),
    ...settings,
    store: { ...world.store, db: heard(world.db) },
  };
  const named = (name: string) =>
    requests.filter((command) => command.constructor.name === name).length;
  const run = async (event: unknown, more: Partial<SchedulerOptions> = {}, requestId?: string) =>
    (await schedule(event, { ...options, ...more }, requestId)) as JobOutcome;
  return { ...world, bucket, options, requests, named, run };
}
