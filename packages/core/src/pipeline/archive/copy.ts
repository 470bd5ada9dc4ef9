import { CopyObjectCommand } from "@aws-sdk/client-s3";
import { CopyMismatchError } from "../errors.ts";
import { type Progress } from "../progress.ts";
import { type StorageAccess } from "./access.ts";
import { copySource, type Copied, type Copying } from "./copying.ts";
import { headersLike, unquoted } from "./head.ts";
import { copyInParts } from "./multipart.ts";
import { verifyCopy } from "./verify.ts";

/**
 * Copies one object version with its headers, metadata and tags, in parts above the limit, and
 * verifies it. Sent once: whoever gets no answer looks for the copy before sending again;
 * `progress.copy` says whether there may be one.
 *
 * Throws `CopyMismatchError`, and S3's errors.
 */
export async function copyVersion(
  copying: Copying,
  progress: Pick<Progress, "copy">,
  access: StorageAccess,
): Promise<Copied> {
  const inParts = copying.head.size > access.copying.partsAboveBytes;
  const copied = await (inParts ? copyInParts : copyAtOnce)(copying, progress, access);
  progress.copy = "made";
  // Equal ETags prove it.
  if (copied.etag === copying.head.etag) return copied;
  try {
    await verifyCopy(copied, copying, access);
  } catch (error) {
    // A bad copy is none.
    if (error instanceof CopyMismatchError) progress.copy = "none";
    throw error;
  }
  return copied;
}

async function copyAtOnce(
  { source, head, target, metadata }: Copying,
  progress: Pick<Progress, "copy">,
  { s3Once, signal }: StorageAccess,
): Promise<Copied> {
  const copy = new CopyObjectCommand({
    Bucket: target.bucket,
    Key: target.key,
    CopySource: copySource(source),
    CopySourceIfMatch: head.etag,
    // The directive for tags is COPY by default; for metadata only REPLACE can add the mark.
    MetadataDirective: "REPLACE",
    Metadata: { ...metadata },
    ...headersLike(head),
  });
  progress.copy = "inDoubt";
  const answer = await s3Once.send(copy, { abortSignal: signal });
  return {
    key: target.key,
    version: answer.VersionId,
    etag: unquoted(answer.CopyObjectResult?.ETag),
  };
}
