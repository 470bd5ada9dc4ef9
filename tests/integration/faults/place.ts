import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { HandOff } from "@switchyard/core/pipeline/handoff/handoff.ts";
import { clients } from "../stack.ts";

/** Buckets from which nothing but a test's own process takes files. */
export interface Place {
  readonly staging: string;
  readonly archive: string;
  /** Copies in parts above this many bytes. */
  readonly partsAboveBytes: number;
  /** Takes what is too much for a function. */
  readonly handOff?: HandOff;
}

const { s3 } = clients();

/** Names of buckets that nobody else has. */
export function ownPlace(): Place {
  const id = crypto.randomUUID().slice(0, 8);
  const [staging, archive] = [`own-staging-${id}`, `own-archive-${id}`];
  return { staging, archive, partsAboveBytes: 100 * 1024 ** 2 };
}

/** Creates the buckets, with versions as the app's have. */
export async function make({ staging, archive }: Place): Promise<void> {
  for (const Bucket of [staging, archive]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: "Enabled" as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
}

/** Puts a file under a new key; returns the key and the version. */
export async function uploadTo(Bucket: string, name: string, Body: string | Buffer) {
  const Key = `dev/${crypto.randomUUID()}/${name}`;
  const { VersionId = "" } = await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return [Key, VersionId] as const;
}
