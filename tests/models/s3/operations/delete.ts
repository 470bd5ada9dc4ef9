import {
  type DeleteObjectCommandInput,
  type DeleteObjectCommandOutput,
  type DeleteObjectsCommandInput,
  type DeleteObjectsCommandOutput,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { checkWrite } from "../conditions.ts";
import { s3Error } from "../errors.ts";
import { notify } from "../notify.ts";
import { bucketOf, versionsOf, type Bucket, type Store, type Version } from "../store.ts";
import { addVersion, newestVersion, removeVersion, shownId } from "../versions.ts";

/** Deletes one version for good, or (without an id) puts a delete marker on top. Missing is no error. */
export function deleteObject(store: Store, input: DeleteObjectCommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const key = input.Key ?? "";
  const { IfMatch } = input;
  if (IfMatch !== undefined) checkWrite(newestVersion(bucket, key), { IfMatch });
  return (
    input.VersionId === undefined
      ? hide(store, bucket, key)
      : erase(store, bucket, key, input.VersionId)
  ) satisfies Partial<DeleteObjectCommandOutput>;
}

/** Up to 1,000 at once; each succeeds or fails alone. */
export function deleteObjects(store: Store, input: DeleteObjectsCommandInput) {
  const objects = input.Delete?.Objects ?? [];
  if (objects.length === 0 || objects.length > 1000) {
    throw s3Error(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  const outcomes = objects.map((object) => attempt(store, input, object));
  const Deleted = outcomes.flatMap(({ deleted }) => deleted ?? []);
  const Errors = outcomes.flatMap(({ error }) => error ?? []);
  return {
    ...(!input.Delete?.Quiet && { Deleted }),
    ...(Errors.length > 0 && { Errors }),
  } satisfies Partial<DeleteObjectsCommandOutput>;
}

function attempt(
  store: Store,
  { Bucket }: DeleteObjectsCommandInput,
  { Key, VersionId }: { Key: string | undefined; VersionId?: string | undefined },
) {
  try {
    const { DeleteMarker, VersionId: made } = deleteObject(store, { Bucket, Key, VersionId });
    const marker = DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: made };
    return { deleted: { Key, VersionId, ...marker } };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { error: { Key, VersionId, Code: error.name, Message: error.message } };
  }
}

/** What S3 does on DELETE without a version, and when a lifecycle rule expires the newest one. */
export function hide(
  store: Store,
  bucket: Bucket,
  key: string,
  event: "ObjectRemoved" | "LifecycleExpiration" = "ObjectRemoved",
): { DeleteMarker?: boolean; VersionId?: string | undefined } {
  if (bucket.versioning === undefined) return erase(store, bucket, key, "null", event);
  const marker = addVersion(store, bucket, markerOf(store, key));
  notify(store, bucket, `${event}:DeleteMarkerCreated`, marker);
  return { DeleteMarker: true, VersionId: shownId(bucket, marker) };
}

/** Takes one version away. */
export function erase(
  store: Store,
  bucket: Bucket,
  key: string,
  versionId: string,
  event: "ObjectRemoved" | "LifecycleExpiration" = "ObjectRemoved",
): { DeleteMarker?: boolean; VersionId?: string | undefined } {
  const removed = removeVersion(versionsOf(bucket, key), versionId);
  if (removed) notify(store, bucket, `${event}:Delete`, removed);
  if (bucket.versioning === undefined) return {};
  return { ...(removed?.deleteMarker && { DeleteMarker: true }), VersionId: versionId };
}

function markerOf({ context }: Store, key: string): Omit<Version, "versionId"> {
  const nothing = { etag: "", body: Buffer.alloc(0), headers: {}, metadata: {}, checksums: {} };
  return { key, deleteMarker: true, at: context.now(), ...nothing, parts: [], tags: [] };
}
