import { setTimeout } from "node:timers/promises";
import {
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type GetObjectTaggingCommandOutput,
  type ListObjectVersionsCommandOutput,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type PipelineContext } from "@switchyard/core/pipeline/context.ts";
import { getRecord } from "@switchyard/core/pipeline/ledger/read.ts";
import { type Ledger } from "@switchyard/core/pipeline/ledger/table.ts";
import { processInto } from "@switchyard/core/pipeline/process-into.ts";
import { ledgerOf, storageOf } from "@switchyard/core/pipeline/runtime.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import { type Upload } from "@switchyard/core/pipeline/upload.ts";
import { type CommandLike, type ServiceModel } from "../../models/model.ts";
import { withSend } from "../../models/client.ts";
import { seededRandom } from "../../models/random.ts";
import { trusted } from "../../models/trusted.ts";
import { archive, ask, buildServices, ledgerTable, staging } from "./services.ts";

/** What may happen to one call, before it is sent or after it was done. */
export type Interference = (call: {
  readonly index: number;
  readonly name: string;
  readonly done: boolean;
  readonly input: Record<string, unknown>;
}) => void;

/** The pipeline on services in memory, where time passes only when it is told to. */
export async function pipelineWorld(variables: Record<string, string> = {}) {
  const clock = { ms: Date.UTC(2026, 0, 1) };
  const context = { now: () => clock.ms, random: seededRandom(1) };
  const events: string[] = [];
  const world = await buildServices(context, (body) => void events.push(body));
  const settings = pipelineSettings({
    STAGING_BUCKET: staging,
    ARCHIVE_BUCKET: archive,
    LEDGER_TABLE: ledgerTable,
    UPLOADS_QUEUE_URL: world.uploads.url,
    DEAD_LETTERS_QUEUE_URL: world.deadLetters.url,
    PIPELINE_LANE_WAIT_SECONDS: "0",
    ...variables,
  });

  const calls: string[] = [];
  let interfere: Interference | undefined;
  const clientOf = <Client extends { send: unknown }>(model: ServiceModel) =>
    withSend<Client>(async (command: CommandLike) => {
      const name = command.constructor.name.replace(/Command$/, "");
      const index = calls.push(name) - 1;
      const input = trusted<Record<string, unknown>>(command.input);
      interfere?.({ index, name, input, done: false });
      const request = await model.prepare(command);
      const answer = request.decode(await request.apply());
      interfere?.({ index, name, input, done: true });
      return answer;
    });
  const s3 = clientOf<S3Client>(world.s3);
  const sqs = clientOf<SQSClient>(world.sqs);
  let tokens = 0;
  const ledger: Ledger = {
    ...ledgerOf(settings, clientOf<DynamoDBDocumentClient>(world.dynamodb)),
    now: () => clock.ms,
    newToken: () => `token-${++tokens}`,
    sleep: async (ms, ended) => {
      // Others get their turn, as they do while one really sleeps.
      await setTimeout(5, undefined, { signal: ended }).catch(() => {});
      if (!ended?.aborted) clock.ms += ms;
    },
  };
  const queue = (url: string) => ({ sqs, url });
  const storage = storageOf(settings, undefined, { s3, s3Once: s3 });

  return {
    clock,
    calls,
    events,
    settings,
    ledger,
    storage,
    world,
    stagingBucket: staging,
    uploads: queue(world.uploads.url),
    deadLetters: queue(world.deadLetters.url),
    /** Does something to every call from now on. */
    interfere: (how?: Interference) => void (interfere = how),
    /** A run of the function that has 20 seconds. */
    run: (changes: Partial<PipelineContext> = {}): PipelineContext => {
      const deadline = clock.ms + 20_000;
      return {
        ledger,
        storage,
        stagingBucket: staging,
        process: processInto({ s3, bucket: archive }),
        random: () => 0.5,
        log: { info: () => {}, warn: () => {}, error: () => {} },
        timing: {
          deadline,
          leaseUntil: () => deadline + settings.leaseMarginMs,
          handedLease: settings.containerLeaseMs,
          laneWait: settings.laneWaitMs,
        },
        ...changes,
      };
    },
    /** Lets so many seconds pass. */
    wait: (seconds: number) => void (clock.ms += seconds * 1000),
    /** Uploads a file; its announcement as S3 sends it is the last of `events`. */
    upload: async (
      key: string,
      text: string | Buffer = "some text\n",
      more: Partial<PutObjectCommandInput> = {},
    ) => {
      clock.ms += 10;
      const put = {
        Bucket: staging,
        Key: key,
        Body: text,
        ContentType: "text/plain",
        ...more,
      };
      const { VersionId = "", ETag } = await ask<PutObjectCommandOutput>(
        world.s3,
        new PutObjectCommand(put),
      );
      const upload: Upload = {
        bucket: staging,
        key,
        version: VersionId,
        etag: ETag?.replaceAll('"', ""),
        sequencer: clock.ms.toString(16),
        uploadedAt: clock.ms,
      };
      return upload;
    },
    /** What the ledger says, once its replicas and indexes have caught up. */
    record: (upload: Upload) => {
      clock.ms += 4_000;
      return getRecord(upload, ledger);
    },
    /** `key: text` of every version in a bucket, newest of a key first; results left out. */
    versions: async (Bucket: string) => {
      const list = new ListObjectVersionsCommand({ Bucket });
      const { Versions = [] } = await ask<ListObjectVersionsCommandOutput>(world.s3, list);
      return Versions.filter(({ Key }) => !Key?.startsWith("results/")).map(
        ({ Key = "", VersionId = "" }) => ({ key: Key, version: VersionId }),
      );
    },
    tagsOf: async (Bucket: string, Key: string) => {
      const get = new GetObjectTaggingCommand({ Bucket, Key });
      return (await ask<GetObjectTaggingCommandOutput>(world.s3, get)).TagSet;
    },
  };
}

export type PipelineWorld = Awaited<ReturnType<typeof pipelineWorld>>;
