import { supersededKey } from "../keys.ts";
import { type Progress } from "../progress.ts";
import { type Upload } from "../upload.ts";
import { type StorageAccess } from "./access.ts";
import { copyVersion } from "./copy.ts";
import { type Copied } from "./copying.ts";
import { findCopy } from "./find.ts";
import { type SourceHead } from "./head.ts";
import { markedMetadata } from "./mark.ts";

const tries = 3;

/**
 * Copies a version to its place in the archive, so that there is one copy. After an error it looks
 * for the copy; it tries again only where S3 has answered, since a request without an answer may
 * still be carried out. `progress.copy` tells how things stand when it throws.
 *
 * Throws what S3 throws, and `CopyMismatchError`.
 */
export async function placeCopy(
  { upload, head, key }: { upload: Upload; head: SourceHead; key: string },
  progress: Pick<Progress, "copy">,
  access: StorageAccess & { sleep: (ms: number) => Promise<void> },
): Promise<Copied> {
  const target = { bucket: access.archiveBucket, key };
  const metadata = markedMetadata(head, upload.version);
  for (let attempt = 1; ; attempt++) {
    try {
      return await copyVersion({ source: upload, head, target, metadata }, progress, access);
    } catch (error) {
      if (progress.copy !== "inDoubt") throw error;
      progress.copy = certaintyAfter(error);
      if (isRefusal(error) || access.signal?.aborted) throw error;
      const copy = await findCopy(wantedOf(upload, key, head), access);
      if (copy) progress.copy = "made";
      if (copy) return copy;
      if (progress.copy === "inDoubt" || attempt === tries) throw error;
      await access.sleep(100 * 2 ** attempt);
    }
  }
}

/** Looks for a copy that an earlier run left: under the key itself, else among the superseded. */
export async function findLeftCopy(
  upload: Upload,
  access: StorageAccess,
): Promise<Copied | undefined> {
  const aside = supersededKey(upload.key, upload.version);
  return (
    (await findCopy(wantedOf(upload, upload.key), access)) ??
    (await findCopy(wantedOf(upload, aside), access))
  );
}

function wantedOf({ version, etag, size, uploadedAt }: Upload, key: string, head?: SourceHead) {
  return { key, version, etag: etag ?? head?.etag, size: size ?? head?.size, since: uploadedAt };
}

const isRefusal = (error: unknown) => statusOf(error) >= 400 && statusOf(error) < 500;

/** S3's own errors end a request; without one, or from a gateway before S3, it may go on. */
function certaintyAfter(error: unknown): "none" | "inDoubt" {
  const status = statusOf(error);
  return isRefusal(error) || status === 500 || status === 503 ? "none" : "inDoubt";
}

function statusOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return 0;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== "object" || metadata === null) return 0;
  return "httpStatusCode" in metadata ? Number(metadata.httpStatusCode) : 0;
}
