import { randomUUID } from "node:crypto";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { unlessMissing, unlessThere, type Aws } from "../provider/aws.ts";
import { assetBucket } from "../synth/run.ts";

const Key = "switchyard-instance";

/**
 * A name for the emulator's present life, kept in the emulator itself.
 *
 * An emulator that forgets everything when it stops forgets this too, and so no state of an earlier life is believed.
 * Makes the bucket for code on the way, as SST's bootstrap does on AWS.
 */
export async function emulatorInstance({ s3 }: Aws): Promise<string> {
  await unlessThere(s3.send(new CreateBucketCommand({ Bucket: assetBucket })));
  const found = await unlessMissing(s3.send(new GetObjectCommand({ Bucket: assetBucket, Key })));
  if (found?.Body) return found.Body.transformToString();
  const instance = randomUUID();
  await s3.send(new PutObjectCommand({ Bucket: assetBucket, Key, Body: instance }));
  return instance;
}
