import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import { inParallel } from "../parallel.ts";
import { type Progress } from "../progress.ts";
import { type StorageAccess } from "./access.ts";
import { copySource, type Copied, type Copying } from "./copying.ts";
import { headersLike, unquoted } from "./head.ts";
import { cutIntoParts, type Part } from "./parts.ts";
import { keepTags, readTags, tagHeader } from "./tags.ts";

/** Copies a large object part by part; an unfinished one is aborted. S3 copies no tags this way. */
export async function copyInParts(
  copying: Copying,
  progress: Pick<Progress, "copy">,
  access: StorageAccess,
): Promise<Copied> {
  const { source, head, target } = copying;
  const tags = await readTags(source, access);
  const upload = await begin(copying, tags, access);
  try {
    const parts = cutIntoParts(head.size, access.copying.partBytes);
    const Parts = await inParallel(parts, access.copying.parallelParts, (part) =>
      copyPart(part, upload, copying, access),
    );
    // Only this makes the object: sent once, like a copy.
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    progress.copy = "inDoubt";
    const answer = await access.s3Once.send(complete, { abortSignal: access.signal });
    const copied = { key: target.key, version: answer.VersionId, etag: unquoted(answer.ETag) };
    await keepTags(tags, { ...copied, bucket: target.bucket }, access);
    return copied;
  } catch (error) {
    // The bucket's lifecycle removes what even this leaves.
    await access.s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

async function begin(
  { head, target, metadata }: Copying,
  tags: readonly Tag[],
  { s3, signal }: StorageAccess,
) {
  const place = { Bucket: target.bucket, Key: target.key };
  const create = new CreateMultipartUploadCommand({
    ...place,
    Metadata: { ...metadata },
    Tagging: tagHeader(tags),
    ...headersLike(head),
  });
  const { UploadId } = await s3.send(create, { abortSignal: signal });
  return { ...place, UploadId };
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
