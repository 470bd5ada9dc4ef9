import { noSuchKey, noSuchVersion, s3Error } from "./errors.ts";
import { bucketOf, versionsOf, type Bucket, type Store, type Version } from "./store.ts";

interface Address {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
}

/** The version a request means: the named one, or the newest. Throws as GET does. */
export function findVersion(store: Store, { Bucket, Key = "", VersionId }: Address): Version {
  const versions = bucketOf(store, Bucket).versions.get(Key) ?? [];
  if (VersionId === undefined) return present(versions[0]);
  const found = versions.find(({ versionId }) => versionId === VersionId);
  if (!found) throw isVersionId(VersionId) ? noSuchVersion() : invalidVersionId();
  if (found.deleteMarker) {
    throw s3Error("MethodNotAllowed", "The specified method is not allowed against this resource.");
  }
  return found;
}

/** The newest version of a key, unless a delete marker hides it. */
export function newestVersion(bucket: Bucket, key: string): Version | undefined {
  const newest = bucket.versions.get(key)?.[0];
  return newest?.deleteMarker ? undefined : newest;
}

/** Puts a version on top. Without versioning, or with it suspended, it replaces the `null` version. */
export function addVersion(
  store: Store,
  bucket: Bucket,
  version: Omit<Version, "versionId">,
): Version {
  const isVersioned = bucket.versioning === "Enabled";
  const versionId = isVersioned ? newVersionId(store) : "null";
  const versions = versionsOf(bucket, version.key);
  if (!isVersioned) removeVersion(versions, "null");
  const added = { ...version, versionId };
  versions.unshift(added);
  return added;
}

/** Takes a version away for good; `undefined` if there was none. */
export function removeVersion(versions: Version[], versionId: string): Version | undefined {
  const index = versions.findIndex((version) => version.versionId === versionId);
  return index < 0 ? undefined : versions.splice(index, 1)[0];
}

/** What answers say of a version's id: nothing where versions never were on. */
export function shownId(bucket: Bucket, version: Version): string | undefined {
  return bucket.versioning === undefined ? undefined : version.versionId;
}

/** S3 tells times in whole seconds. */
export function wholeSecond(at: number): Date {
  return new Date(Math.floor(at / 1000) * 1000);
}

function present(newest: Version | undefined): Version {
  if (!newest) throw noSuchKey();
  if (newest.deleteMarker) throw Object.assign(noSuchKey(), { DeleteMarker: true });
  return newest;
}

function newVersionId({ context }: Store): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
  return Array.from({ length: 32 }, () => alphabet[context.random.between(0, 63)]).join("");
}

function isVersionId(text: string): boolean {
  return /^([\w.]{32}|null)$/.test(text);
}

function invalidVersionId() {
  return s3Error("InvalidArgument", "Invalid version id specified");
}
