import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../../aws/clients/s3.ts";
import { PayloadUnreadableError } from "./errors.ts";

/** JSON that is too large for a row or an invocation, in the private queue bucket. */
export interface QueueObjects {
  /** Throws `PayloadUnreadableError`. */
  readonly read: (key: string) => Promise<unknown>;
  readonly write: (key: string, json: string) => Promise<void>;
}

/** 64 MiB: what a function of 256 MB can parse. */
const readLimit = 64 * 1024 ** 2;

/**
 * The objects of that bucket alone: an event names a key, never a place.
 *
 * Needs `s3:GetObject` to read, `s3:PutObject` to write.
 */
export function queueObjects(
  bucket: string,
  s3: Pick<S3Client, "send"> = s3Client(),
): QueueObjects {
  return {
    read: async (key) => {
      try {
        return await parsedObject(s3, bucket, key);
      } catch (error) {
        if (error instanceof PayloadUnreadableError) throw error;
        throw new PayloadUnreadableError(key, String(error), error);
      }
    },
    write: async (Key, json) => {
      const object = { Bucket: bucket, Key, Body: json, ContentType: "application/json" };
      await s3.send(new PutObjectCommand(object));
    },
  };
}

async function parsedObject(s3: Pick<S3Client, "send">, Bucket: string, Key: string) {
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  if (ContentLength > readLimit || !Body) {
    const why = `${ContentLength} bytes; 1 to ${readLimit} can be read`;
    throw new PayloadUnreadableError(Key, why);
  }
  return JSON.parse(await Body.transformToString()) as unknown;
}
