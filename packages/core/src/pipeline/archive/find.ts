import { HeadObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { isMissing } from "./missing.ts";
import { type StorageAccess } from "./access.ts";
import { type Copied } from "./copying.ts";
import { headOf } from "./head.ts";
import { isCopyOf } from "./mark.ts";

export interface Wanted {
  /** Under which key of the archive to look. */
  readonly key: string;
  /** The version in staging that it would be the copy of. */
  readonly version: string;
  readonly etag?: string;
  /** Bytes. A copy of another size is none. */
  readonly size?: number;
  /** Milliseconds since 1970; no copy is older than its original. */
  readonly since?: number;
}

// An event's time and a listing's come from different clocks.
const clockMarginMs = 5 * 60_000;

/** Looks in the archive for the copy of a version, newest first: one listing and a HEAD for each candidate. */
export async function findCopy(wanted: Wanted, access: StorageAccess): Promise<Copied | undefined> {
  for await (const version of versionsOf(wanted, access)) {
    const head = await readHead(wanted.key, version, access);
    if (head && isCopyOf(head, wanted)) return { key: wanted.key, version, etag: head.etag };
  }
  return undefined;
}

async function* versionsOf(
  { key, since = 0 }: Wanted,
  { s3, archiveBucket, signal }: StorageAccess,
) {
  let position: { KeyMarker?: string; VersionIdMarker?: string } = {};
  const oldest = since - clockMarginMs;
  for (;;) {
    const page = await s3.send(
      new ListObjectVersionsCommand({ Bucket: archiveBucket, Prefix: key, ...position }),
      { abortSignal: signal },
    );
    const { Versions = [] } = page;
    for (const { Key, VersionId, LastModified } of Versions) {
      // A key sorts before every longer one that begins with it.
      if (Key !== key) return;
      if (LastModified && LastModified.getTime() < oldest) return;
      if (VersionId) yield VersionId;
    }
    if (!page.IsTruncated) return;
    position = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    if (position.KeyMarker !== key) return;
  }
}

async function readHead(key: string, version: string, access: StorageAccess) {
  try {
    const head = new HeadObjectCommand({
      Bucket: access.archiveBucket,
      Key: key,
      VersionId: version,
    });
    return headOf(await access.s3.send(head, { abortSignal: access.signal }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
