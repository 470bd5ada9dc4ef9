import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";

type Client = Pick<S3Client, "send">;

/** A bucket with versions to try things on, shared by all checks: each works under a prefix of its own. */
export interface S3Subject {
  readonly s3: Client;
  readonly bucket: string;
  /** Ends with a slash; no other check uses it. */
  readonly prefix: string;
}

/** Makes the bucket. */
export async function createSubjectBucket(s3: Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

/** Removes the bucket with all its versions. */
export async function removeSubjectBucket(s3: Client, Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) break;
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

/** Puts an object, and gives its address with its version. */
export async function put(
  { s3, bucket: Bucket, prefix }: S3Subject,
  name: string,
  Body: string,
  more: Partial<PutObjectCommandInput> = {},
) {
  const Key = `${prefix}${name}`;
  const object = { Bucket, Key, Body: Buffer.from(Body), ...more };
  const { VersionId, ETag } = await s3.send(new PutObjectCommand(object));
  return { address: { Bucket, Key, VersionId }, key: { Bucket, Key }, VersionId, ETag };
}
