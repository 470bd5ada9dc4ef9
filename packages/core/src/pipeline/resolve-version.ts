import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { type StorageAccess } from "./archive/access.ts";
import { isMissing } from "./archive/missing.ts";
import { type Announced } from "./events/announcement.ts";
import { type Upload } from "./upload.ts";

/**
 * Finds which version an announcement without one means: the key's current one; `undefined` when
 * there is none. Costs nothing where the version is named.
 */
export async function resolveVersion(
  announced: Announced,
  { s3, signal }: StorageAccess,
): Promise<Upload | undefined> {
  const { version, bucket, key } = announced;
  if (version !== undefined) return { ...announced, version };
  try {
    const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
    const { VersionId = "null" } = await s3.send(head, { abortSignal: signal });
    return { ...announced, version: VersionId };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
