import { HeadObjectCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { CopyMismatchError } from "../errors.ts";
import { type StorageAccess } from "./access.ts";
import { type Copied, type Copying } from "./copying.ts";

type Checksums = Pick<
  HeadObjectCommandOutput,
  "ChecksumCRC64NVME" | "ChecksumCRC32" | "ChecksumCRC32C" | "ChecksumSHA1" | "ChecksumSHA256"
>;
const algorithms = [
  "ChecksumCRC64NVME",
  "ChecksumCRC32",
  "ChecksumCRC32C",
  "ChecksumSHA1",
  "ChecksumSHA256",
] as const satisfies readonly (keyof Checksums)[];

/**
 * Compares a copy with its source where their ETags can't tell, since one has parts or is encrypted
 * by KMS: by size, and by a checksum of the whole where S3 keeps one of both.
 *
 * Throws `CopyMismatchError`.
 */
export async function verifyCopy(
  { key, version }: Copied,
  { source, head, target }: Copying,
  access: StorageAccess,
): Promise<void> {
  const copy = await headWithChecksums({ bucket: target.bucket, key, version }, access);
  if (copy.ContentLength !== head.size) {
    const found = `${copy.ContentLength} bytes`;
    throw new CopyMismatchError({ key, found, expected: `${head.size} bytes` });
  }
  if (copy.ChecksumType !== "FULL_OBJECT") return;
  const original = await headWithChecksums(source, access);
  const differing = original.ChecksumType === "FULL_OBJECT" && differingChecksum(copy, original);
  if (!differing) return;
  const found = `${differing} ${copy[differing]}`;
  throw new CopyMismatchError({ key, found, expected: `${original[differing]}` });
}

/** A checksum that both have and that differs. Pure. */
export function differingChecksum(one: Checksums, other: Checksums) {
  return algorithms.find(
    (name) => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name],
  );
}

function headWithChecksums(
  { bucket, key, version }: { bucket: string; key: string; version?: string },
  { s3, signal }: StorageAccess,
) {
  const head = { Bucket: bucket, Key: key, VersionId: version, ChecksumMode: "ENABLED" as const };
  return s3.send(new HeadObjectCommand(head), { abortSignal: signal });
}
