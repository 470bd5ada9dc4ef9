import { GetObjectTaggingCommand, PutObjectTaggingCommand, type Tag } from "@aws-sdk/client-s3";
import { type ObjectVersion } from "../upload.ts";
import { type StorageAccess } from "./access.ts";

type Version = Omit<ObjectVersion, "version"> & { readonly version?: string };

/** The tags of one version. */
export async function readTags(
  { bucket, key, version }: Version,
  { s3, signal }: StorageAccess,
): Promise<Tag[]> {
  const { TagSet = [] } = await s3.send(
    new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: version }),
    { abortSignal: signal },
  );
  return TagSet;
}

/** Tags as the header of a new object takes them; `undefined` for none. Pure. */
export function tagHeader(tags: readonly Tag[]): string | undefined {
  if (tags.length === 0) return undefined;
  const pairs = tags.map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
  return new URLSearchParams(pairs).toString().replaceAll("+", "%20");
}

/** Sets a new object's tags where the store ignored them when an upload in parts was begun. */
export async function keepTags(
  tags: readonly Tag[],
  object: Version,
  access: StorageAccess,
): Promise<void> {
  if (tags.length === 0) return;
  const kept = await readTags(object, access);
  if (kept.length === tags.length) return;
  const { bucket, key, version } = object;
  await access.s3.send(
    new PutObjectTaggingCommand({
      Bucket: bucket,
      Key: key,
      VersionId: version,
      Tagging: { TagSet: [...tags] },
    }),
    { abortSignal: access.signal },
  );
}
