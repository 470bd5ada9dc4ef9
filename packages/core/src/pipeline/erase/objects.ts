import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ListMultipartUploadsCommandOutput,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type S3Client,
} from "@aws-sdk/client-s3";
import { NotErasedError } from "../errors.ts";
import { inParallel } from "../parallel.ts";
import { type Place } from "./places.ts";

type S3 = Pick<S3Client, "send">;

/** All versions and delete markers below a place, up to 1,000 at a time. */
export async function* listVersions(
  { bucket, prefix }: Place,
  s3: S3,
): AsyncGenerator<ObjectIdentifier[]> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: page?.NextKeyMarker,
        VersionIdMarker: page?.NextVersionIdMarker,
      }),
    );
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (all.length > 0) yield all.map(({ Key, VersionId }) => ({ Key, VersionId }));
  } while (page.IsTruncated);
}

/** Deletes versions, 1,000 to a request. Throws `NotErasedError` for those that S3 kept. */
export async function deleteVersions(
  Objects: ObjectIdentifier[],
  { bucket }: Place,
  s3: S3,
): Promise<void> {
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first) throw new NotErasedError(Errors.length, first.Message ?? first.Code);
}

/** Uploads in parts that were begun below a place and not finished. */
export async function* listUploads(
  { bucket, prefix }: Place,
  s3: S3,
): AsyncGenerator<{ Key?: string; UploadId?: string }[]> {
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListMultipartUploadsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: page?.NextKeyMarker,
        UploadIdMarker: page?.NextUploadIdMarker,
      }),
    );
    const uploads = page.Uploads ?? [];
    if (uploads.length > 0) yield uploads.map(({ Key, UploadId }) => ({ Key, UploadId }));
  } while (page.IsTruncated);
}

/** Aborts uploads in parts, and with them what was stored of them. */
export async function abortUploads(
  uploads: readonly { Key?: string; UploadId?: string }[],
  { bucket }: Place,
  s3: S3,
): Promise<void> {
  await inParallel(uploads, 10, ({ Key, UploadId }) =>
    s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })),
  );
}
