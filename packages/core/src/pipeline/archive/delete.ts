import { DeleteObjectCommand, DeleteObjectsCommand } from "@aws-sdk/client-s3";
import { gathering } from "../gathering.ts";
import { type ObjectVersion } from "../upload.ts";
import { type StorageAccess } from "./access.ts";

/** One version to be deleted. */
export interface Deletion {
  readonly source: ObjectVersion;
  readonly access: StorageAccess;
}

/** Deletes exactly that version. Deleting it twice is no error. */
export async function deleteVersion(source: ObjectVersion, access: StorageAccess): Promise<void> {
  await (access.delete ?? deleteAlone)({ source, access });
}

/** Deletes by one request what several files ask for at the same time; what S3 keeps is tried again alone. */
export const deleteTogether = () =>
  gathering<Deletion, true>({
    most: 1_000,
    clash: (one, other) => one.source.bucket !== other.source.bucket,
    together: async (group) => {
      const [first] = group;
      return first && group.length === 1 ? [await deleteAlone(first)] : deleteAll(group);
    },
    alone: deleteAlone,
  });

async function deleteAlone({ source, access }: Deletion): Promise<true> {
  const { bucket: Bucket, key: Key, version: VersionId } = source;
  const command = new DeleteObjectCommand({ Bucket, Key, VersionId });
  await access.s3.send(command, { abortSignal: access.signal });
  return true;
}

async function deleteAll(group: readonly Deletion[]) {
  const { source, access } = group[0]!;
  const Objects = group.map(({ source: { key: Key, version: VersionId } }) => ({ Key, VersionId }));
  const command = new DeleteObjectsCommand({
    Bucket: source.bucket,
    Delete: { Objects, Quiet: true },
  });
  try {
    const { Errors = [] } = await access.s3.send(command, { abortSignal: access.signal });
    return group.map(({ source: { key, version } }) => {
      const isKept = Errors.some(({ Key, VersionId }) => Key === key && VersionId === version);
      return isKept ? undefined : true;
    });
  } catch (error) {
    // One key that XML can't hold must not be the others' end.
    if (isRefusal(error)) return group.map(() => undefined);
    throw error;
  }
}

const isRefusal = (error: unknown) =>
  error instanceof Error && "$fault" in error && error.$fault === "client";
