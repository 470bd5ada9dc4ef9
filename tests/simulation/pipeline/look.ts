import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  type GetObjectCommandOutput,
  type GetObjectTaggingCommandOutput,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { ScanCommand, type ScanCommandOutput } from "@aws-sdk/lib-dynamodb";
import { readRecord, type FileRecord } from "@switchyard/core/pipeline/ledger/record.ts";
import { Lane } from "@switchyard/core/pipeline/ledger/lane.ts";
import { ask, names, type World } from "./world.ts";

/** One object version as it lies in a bucket. */
export interface Found {
  readonly key: string;
  readonly version: string;
  readonly body: Buffer;
  readonly type: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** All that is left when a run is over. */
export interface Outcome {
  /** Newest first for each key; delete markers left out. */
  readonly staging: readonly Found[];
  readonly archive: readonly Found[];
  readonly records: readonly FileRecord[];
  readonly lanes: readonly (Lane & { readonly key: string })[];
  /** Bodies of the messages that still wait. */
  readonly waiting: readonly string[];
  readonly parked: readonly string[];
}

export async function lookAt(world: World): Promise<Outcome> {
  const { Items = [] } = await ask<ScanCommandOutput>(
    world.dynamodb,
    new ScanCommand({ TableName: names.ledger, ConsistentRead: true }),
  );
  const bodies = (url: string) =>
    world.sqs
      .queues()
      .filter((queue) => queue.url === url)
      .flatMap(({ messages }) => [...messages.values()].map(({ body }) => body));
  return {
    staging: await objectsIn(world, names.staging),
    archive: await objectsIn(world, names.archive),
    records: Items.filter(({ version }) => !String(version).startsWith("#")).map((item) =>
      readRecord(item),
    ),
    lanes: Items.filter(({ version }) => version === "#lane").map((item) => ({
      ...Lane.parse(item),
      key: String(item["key"]),
    })),
    waiting: bodies(world.uploads.url),
    parked: [...bodies(world.undelivered.url), ...bodies(world.parking.url)],
  };
}

async function objectsIn({ s3 }: World, Bucket: string): Promise<Found[]> {
  const { Versions = [], IsTruncated } = await ask<ListObjectVersionsCommandOutput>(
    s3,
    new ListObjectVersionsCommand({ Bucket }),
  );
  if (IsTruncated) throw new RangeError("More objects than one listing shows.");
  return Promise.all(
    Versions.map(({ Key, VersionId }) => objectAt({ s3 }, { Bucket, Key, VersionId })),
  );
}

async function objectAt(
  { s3 }: Pick<World, "s3">,
  where: { Bucket: string; Key: string | undefined; VersionId: string | undefined },
): Promise<Found> {
  const object = await ask<GetObjectCommandOutput>(
    s3,
    new GetObjectCommand({ ...where, Key: where.Key }),
  );
  const { TagSet = [] } = await ask<GetObjectTaggingCommandOutput>(
    s3,
    new GetObjectTaggingCommand({ ...where, Key: where.Key }),
  );
  return {
    key: where.Key ?? "",
    version: where.VersionId ?? "",
    body: Buffer.from((await object.Body?.transformToByteArray()) ?? []),
    type: object.ContentType,
    metadata: object.Metadata ?? {},
    tags: Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}
