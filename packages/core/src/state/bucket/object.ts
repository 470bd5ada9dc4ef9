import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { historyText, parseHistory, type History } from "../writes/history.ts";
import { asServiceError } from "../writes/refusal.ts";
import { BucketTooLargeError, BucketVersionNotFoundError } from "./errors.ts";
import { explained } from "./failures.ts";

export interface ObjectAt {
  readonly client: Pick<S3Client, "send">;
  readonly bucket: string;
  readonly key: string;
}

/** What an object is, beside its text. */
export interface Head {
  /** The ETag; `undefined` when there is no object. */
  readonly version: string | undefined;
  readonly history: History;
  readonly headers: Pick<PutObjectCommandInput, "ContentType" | "Metadata">;
}

export interface Found extends Head {
  /** `undefined` when there is no object, or a delete marker. */
  readonly text: string | undefined;
}

/** Where an object's metadata keeps the ids of its last updates. */
const writes = "switchyard-writes";
const nothing: Found = {
  version: undefined,
  text: undefined,
  history: parseHistory(""),
  headers: {},
};
const readings = 3;

export const nameOf = ({ bucket, key }: Pick<ObjectAt, "bucket" | "key">) =>
  `s3://${bucket}/${key}`;

/** Reads an object, at most `maxBytes` of it; again when its stream breaks. */
export async function readObject(
  object: ObjectAt,
  maxBytes: number,
  versionId?: string,
): Promise<Found> {
  for (let reading = 1; ; reading++) {
    const answer = await getObject(object, versionId);
    if (!answer) return nothing;
    const { Body, ContentLength = 0, ETag, Metadata, ContentType } = answer;
    const head = { ...headOf(ETag, Metadata), headers: { ContentType, Metadata } };
    if (ContentLength > maxBytes) {
      // Left unread, it would hold its connection.
      if (Body && "destroy" in Body) Body.destroy();
      throw new BucketTooLargeError(nameOf(object), ContentLength, maxBytes);
    }
    try {
      return { ...head, text: (await Body?.transformToString()) ?? "" };
    } catch (error) {
      if (reading >= readings) throw error;
    }
  }
}

async function getObject({ client, bucket, key }: ObjectAt, VersionId: string | undefined) {
  const action = VersionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  try {
    return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId }));
  } catch (error) {
    const { name, $metadata } = asServiceError(error);
    if (name === "NoSuchKey") return undefined;
    if (VersionId !== undefined) {
      // A version that is a delete marker can't be read.
      if ($metadata?.httpStatusCode === 405) return undefined;
      if (name === "NoSuchVersion" || name === "InvalidArgument")
        throw new BucketVersionNotFoundError(nameOf({ bucket, key }), VersionId, error);
    }
    throw explained(error, { bucket, action, resource: `${bucket}/${key}` });
  }
}

/** What is there now; an object that isn't is no error. */
export async function headObject({ client, bucket, key }: ObjectAt): Promise<Head> {
  try {
    const { ETag, Metadata, ContentType } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    );
    return { ...headOf(ETag, Metadata), headers: { ContentType, Metadata } };
  } catch (error) {
    if (asServiceError(error).$metadata?.httpStatusCode === 404) return nothing;
    throw explained(error, { bucket, action: "s3:GetObject", resource: `${bucket}/${key}` });
  }
}

/** Writes an object, with the ids of its updates if it has any. Returns its ETag. */
export async function writeObject(
  { client, bucket, key }: ObjectAt,
  text: string,
  { history, headers, ...conditions }: Conditions & Partial<Head> = {},
): Promise<string> {
  const Metadata = { ...headers?.Metadata, ...(history && { [writes]: historyText(history) }) };
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: text,
    ...conditions,
    ...headers,
    ...(Object.keys(Metadata).length > 0 && { Metadata }),
  });
  try {
    return (await client.send(put)).ETag ?? "";
  } catch (error) {
    throw explained(error, { bucket, action: "s3:PutObject", resource: `${bucket}/${key}` });
  }
}

export interface Conditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: "*";
}

function headOf(version: string | undefined, metadata: Record<string, string> | undefined) {
  return { version, history: parseHistory(metadata?.[writes]) };
}
