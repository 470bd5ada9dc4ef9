import { supersededKey } from "../keys.ts";
import { type Upload } from "../upload.ts";
import { type StorageAccess } from "./access.ts";
import { copyVersion } from "./copy.ts";
import { type Copied } from "./copying.ts";
import { findCopy } from "./find.ts";
import { type SourceHead } from "./head.ts";
import { markedMetadata } from "./mark.ts";

const tries = 3;

/**
 * Copies a version to its place in the archive, so that there is one copy: without an answer it
 * looks for the copy first, then tries again. Throws S3's refusals and `CopyMismatchError`.
 */
export async function placeCopy(
  upload: Upload,
  head: SourceHead,
  key: string,
  access: StorageAccess & { sleep: (ms: number) => Promise<void> },
): Promise<Copied> {
  const target = { bucket: access.archiveBucket, key };
  const metadata = markedMetadata(head, upload.version);
  for (let attempt = 1; ; attempt++) {
    try {
      return await copyVersion({ source: upload, head, target, metadata }, access);
    } catch (error) {
      if (access.signal?.aborted || isRefusal(error) || attempt === tries) throw error;
      const copy = await findCopy(wantedOf(upload, key, head), access);
      if (copy) return copy;
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

/** S3 said no: nothing was copied. All else may have happened although no answer came. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function statusOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return 0;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== "object" || metadata === null) return 0;
  return "httpStatusCode" in metadata ? Number(metadata.httpStatusCode) : 0;
}
