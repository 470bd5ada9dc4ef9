import { CopyObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { CopyMismatchError } from "../errors.ts";
import { type StorageAccess } from "./access.ts";
import { copySource, type Copied, type Copying } from "./copying.ts";
import { headersLike, unquoted } from "./head.ts";
import { copyInParts } from "./multipart.ts";

/**
 * Copies one object version with its headers, metadata and tags, in parts above the limit, and
 * verifies it. Sent once: whoever gets no answer looks for the copy before sending again.
 *
 * Throws `CopyMismatchError`, and S3's errors.
 */
export async function copyVersion(copying: Copying, access: StorageAccess): Promise<Copied> {
  const inParts = copying.head.size > access.copying.partsAboveBytes;
  const copied = await (inParts ? copyInParts : copyAtOnce)(copying, access);
  // Equal ETags prove it. They differ by nature where either side has parts or is encrypted by KMS.
  if (copied.etag !== copying.head.etag) await verifySize(copied, copying, access);
  return copied;
}

async function copyAtOnce(
  { source, head, target, metadata }: Copying,
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
  const answer = await s3Once.send(copy, { abortSignal: signal });
  return {
    key: target.key,
    version: answer.VersionId,
    etag: unquoted(answer.CopyObjectResult?.ETag),
  };
}

async function verifySize({ key, version }: Copied, copying: Copying, access: StorageAccess) {
  const { target, head } = copying;
  const copy = await access.s3.send(
    new HeadObjectCommand({ Bucket: target.bucket, Key: key, VersionId: version }),
    { abortSignal: access.signal },
  );
  if (copy.ContentLength === head.size) return;
  const found = `${copy.ContentLength} bytes`;
  throw new CopyMismatchError({ key, found, expected: `${head.size} bytes` });
}
