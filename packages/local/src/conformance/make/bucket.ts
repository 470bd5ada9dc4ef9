import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { type Clients } from "../clients.ts";
import { type World } from "../world.ts";

/** A new bucket, removed with all that is in it when the probe ends. */
export async function makeBucket(world: World, { versioned = false } = {}): Promise<string> {
  const Bucket = world.name("bucket");
  await world.s3.send(new CreateBucketCommand({ Bucket }));
  world.onEnd(() => removeBucket(world, Bucket));
  if (versioned) {
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await world.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  return Bucket;
}

async function removeBucket({ s3 }: World, Bucket: string) {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket }),
  );
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

export async function putText(
  { s3 }: Pick<Clients, "s3">,
  Bucket: string,
  Key: string,
  Body = "text",
) {
  return s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

export async function readText({ s3 }: Pick<Clients, "s3">, Bucket: string, Key: string) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}
