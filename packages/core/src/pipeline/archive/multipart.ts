import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { inParallel } from "../parallel.ts";
import { type ObjectVersion } from "../upload.ts";
import { type StorageAccess } from "./access.ts";
import { copySource, type Copied, type Copying } from "./copying.ts";
import { headersLike, unquoted } from "./head.ts";
import { cutIntoParts, type Part } from "./parts.ts";

/** Copies a large object part by part; an unfinished one is aborted. S3 copies no tags this way. */
export async function copyInParts(copying: Copying, access: StorageAccess): Promise<Copied> {
  const { head, target } = copying;
  const upload = { ...(await begin(copying, access)), Bucket: target.bucket, Key: target.key };
  try {
    const parts = cutIntoParts(head.size, access.copying.partBytes);
    const Parts = await inParallel(parts, access.copying.parallelParts, (part) =>
      copyPart(part, upload, copying, access),
    );
    // Completed once, like a copy: the caller looks for the object when no answer comes.
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    const answer = await access.s3Once.send(complete, { abortSignal: access.signal });
    return { key: target.key, version: answer.VersionId, etag: unquoted(answer.ETag) };
  } catch (error) {
    // The bucket's lifecycle removes what even this leaves.
    await access.s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

async function begin({ source, head, target, metadata }: Copying, access: StorageAccess) {
  const { s3, signal } = access;
  const create = new CreateMultipartUploadCommand({
    Bucket: target.bucket,
    Key: target.key,
    Metadata: { ...metadata },
    Tagging: await tagsOf(source, access),
    ...headersLike(head),
  });
  const { UploadId } = await s3.send(create, { abortSignal: signal });
  return { UploadId };
}

async function tagsOf({ bucket, key, version }: ObjectVersion, { s3, signal }: StorageAccess) {
  const { TagSet = [] } = await s3.send(
    new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: version }),
    { abortSignal: signal },
  );
  if (TagSet.length === 0) return undefined;
  return new URLSearchParams(
    TagSet.map(({ Key = "", Value = "" }): [string, string] => [Key, Value]),
  )
    .toString()
    .replaceAll("+", "%20");
}

async function copyPart(
  part: Part,
  upload: { Bucket: string; Key: string; UploadId: string | undefined },
  { source, head }: Copying,
  { s3, signal }: StorageAccess,
) {
  const copy = new UploadPartCopyCommand({
    ...upload,
    PartNumber: part.number,
    CopySource: copySource(source),
    CopySourceIfMatch: head.etag,
    CopySourceRange: part.range,
  });
  const { CopyPartResult } = await s3.send(copy, { abortSignal: signal });
  return { PartNumber: part.number, ETag: CopyPartResult?.ETag };
}
