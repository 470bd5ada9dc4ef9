import {
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { compareUtf8 } from "../../utf8-order.ts";
import { bucketOf, placeOf, type Bucket, type Store, type Version } from "../store.ts";
import { wholeSecond } from "../versions.ts";
import { fold } from "./list-objects.ts";

type Listed =
  | { readonly prefix: string }
  | { readonly version: Version; readonly isLatest: boolean };

/** Lists every version and delete marker: by key, newest first. */
export function listObjectVersions(store: Store, input: ListObjectVersionsCommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const most = Math.min(input.MaxKeys ?? 1000, 1000);
  const page: Listed[] = [];
  let more = false;
  for (const entry of entriesOf(bucket, input)) {
    more = page.length >= most;
    if (more) break;
    page.push(entry);
  }
  const entries = page.flatMap((entry) => ("version" in entry ? entry : []));
  const Versions = entries.filter(({ version }) => !version.deleteMarker).map(shownVersion);
  const DeleteMarkers = entries.filter(({ version }) => version.deleteMarker).map(shownMarker);
  const prefixes = page.flatMap((entry) => ("prefix" in entry ? { Prefix: entry.prefix } : []));
  return {
    Name: bucket.name,
    Prefix: input.Prefix ?? "",
    KeyMarker: input.KeyMarker ?? "",
    MaxKeys: most,
    IsTruncated: more,
    ...(Versions.length > 0 && { Versions }),
    ...(DeleteMarkers.length > 0 && { DeleteMarkers }),
    ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
    ...(more && markersAfter(page.at(-1))),
  } satisfies Partial<ListObjectVersionsCommandOutput>;
}

function markersAfter(last: Listed | undefined) {
  if (!last) return {};
  if ("prefix" in last) return { NextKeyMarker: last.prefix };
  return { NextKeyMarker: last.version.key, NextVersionIdMarker: last.version.versionId };
}

function* entriesOf(bucket: Bucket, input: ListObjectVersionsCommandInput): Generator<Listed> {
  const { Prefix = "", Delimiter = "", KeyMarker = "", VersionIdMarker } = input;
  let folded: string | undefined = KeyMarker;
  for (let index = placeOf(bucket.keys, Prefix); index < bucket.keys.length; index++) {
    const key = bucket.keys[index] ?? "";
    if (!key.startsWith(Prefix)) return;
    if (compareUtf8(key, KeyMarker) < 0) continue;
    const versions = bucket.versions.get(key) ?? [];
    const prefix = fold(key, Prefix, Delimiter);
    if (prefix !== undefined && prefix !== folded && versions.length > 0) yield { prefix };
    if (prefix === undefined) {
      yield* key === KeyMarker ? beyond(versions, VersionIdMarker) : listed(versions);
    }
    folded = prefix;
  }
}

function listed(versions: readonly Version[]) {
  return versions.map((version, index) => ({ version, isLatest: index === 0 }));
}

/** A key marker alone skips all of its key's versions. */
function beyond(versions: readonly Version[], marker: string | undefined) {
  const index = versions.findIndex(({ versionId }) => versionId === marker);
  return marker === undefined || index < 0 ? [] : listed(versions).slice(index + 1);
}

function shownVersion({ version, isLatest }: { version: Version; isLatest: boolean }) {
  const { key, versionId, etag, body } = version;
  return {
    Key: key,
    VersionId: versionId,
    IsLatest: isLatest,
    ETag: etag,
    Size: body.length,
    LastModified: wholeSecond(version.at),
    StorageClass: "STANDARD" as const,
  };
}

function shownMarker({ version, isLatest }: { version: Version; isLatest: boolean }) {
  const { key, versionId, at } = version;
  return { Key: key, VersionId: versionId, IsLatest: isLatest, LastModified: wholeSecond(at) };
}
