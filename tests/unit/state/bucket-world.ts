import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Bucket, type BucketOptions } from "@switchyard/core/state/bucket.ts";
import { clientOf, withSend } from "../../models/client.ts";
import { seededRandom } from "../../models/random.ts";
import { s3Model } from "../../models/s3/s3.ts";
import { type Interfere } from "./interfere.ts";

/** A bucket in memory, and the requests that are sent to it. */
export async function bucketWorld(
  options: Partial<BucketOptions> = {},
  { versioned = false } = {},
) {
  let now = Date.UTC(2026, 0, 1);
  const random = seededRandom(1);
  const s3 = clientOf<S3Client>(s3Model({ now: () => now++, random }));
  await s3.send(new CreateBucketCommand({ Bucket: "forest" }));
  if (versioned) {
    const VersioningConfiguration = { Status: "Enabled" as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket: "forest", VersioningConfiguration }));
  }
  const sent: string[] = [];
  const clientWith = (interfere: Interfere = (_, send) => send()) =>
    withSend<S3Client>((command) => {
      sent.push(command.constructor.name.replace(/Command$/, ""));
      return interfere(command, () => s3.send(command as GetObjectCommand), sent.length);
    });
  const surroundings = {
    bucket: "forest",
    key: "state.json",
    sleep: async (ms: number) => void (now += ms),
    random: () => random.between(1, 1_000) / 1_000,
  };
  return {
    sent,
    client: clientWith(),
    /** Opens the bucket; `interfere` stands between it and S3. */
    open: <T = unknown>(more: Partial<BucketOptions> = {}, interfere?: Interfere) =>
      Bucket.open<T>({ ...surroundings, client: clientWith(interfere), ...options, ...more }),
    body: async (Key = "state.json") => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "forest", Key }));
      return Body?.transformToString();
    },
    /** As somebody else writes, for one awsjar. */
    setBody: async (Body: string | Uint8Array, Key = "state.json") =>
      s3.send(new PutObjectCommand({ Bucket: "forest", Key, Body: Buffer.from(Body) })),
  };
}
