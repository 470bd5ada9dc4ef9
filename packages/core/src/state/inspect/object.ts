import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../../aws/clients/s3.ts";
import { readObject } from "../bucket/object.ts";
import { listVersions, type ObjectVersion } from "../bucket/versions.ts";

/** What an object holds, or held, to be looked at. */
export interface ObjectContent {
  /** As it is stored; absent where there is none, and where it is larger than is shown. */
  readonly text?: string;
  /** The version that `text` is of. */
  readonly versionId?: string;
  readonly bytes?: number;
  /** The largest that is shown. */
  readonly limitBytes: number;
  /** The newest first, delete markers too, at most `mostVersions`. */
  readonly versions: readonly ObjectVersion[];
}

interface ObjectAt {
  readonly bucket: string;
  readonly key: string;
  /** An earlier version's; the newest where there is none. */
  readonly versionId?: string;
}

const limitBytes = 256 * 1024;
const mostVersions = 20;

/**
 * Looks at an object and its newest versions, or at one of those. Two requests; needs
 * `s3:ListBucketVersions` on the bucket and `s3:GetObjectVersion` on the object.
 *
 * Throws `BucketNotFoundError`, `BucketVersionNotFoundError`, `MissingPermissionsError`.
 */
export async function inspectObject(
  { bucket, key, versionId }: ObjectAt,
  { client = s3Client() }: { readonly client?: Pick<S3Client, "send"> } = {},
): Promise<ObjectContent> {
  const object = { client, bucket, key };
  const versions = await listVersions(object, mostVersions);
  const asked = versions.find((one) => (versionId ? one.versionId === versionId : one.isLatest));
  const id = versionId ?? asked?.versionId;
  if (id === undefined || asked?.isDeleted) return { limitBytes, versions };
  if ((asked?.bytes ?? 0) > limitBytes)
    return { versionId: id, bytes: asked?.bytes, limitBytes, versions };
  const { text = "" } = await readObject(object, limitBytes, id);
  return { text, versionId: id, bytes: Buffer.byteLength(text), limitBytes, versions };
}
