import {
  type _Object,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
} from "@aws-sdk/client-s3";
import { compareUtf8 } from "../../utf8-order.ts";
import { bucketOf, placeOf, type Bucket, type Store, type Version } from "../store.ts";
import { newestVersion, wholeSecond } from "../versions.ts";

type Listed = { readonly prefix: string } | { readonly version: Version };

/** Lists newest versions by key, folding those behind a delimiter. */
export function listObjectsV2(store: Store, input: ListObjectsV2CommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const { Prefix = "", Delimiter = "" } = input;
  const most = Math.min(input.MaxKeys ?? 1000, 1000);
  const after = startOf(input);
  const page: Listed[] = [];
  let more = false;
  for (const entry of entriesOf(bucket, { Prefix, Delimiter, after })) {
    more = page.length >= most;
    if (more) break;
    page.push(entry);
  }
  const Contents = page.flatMap((entry) => ("version" in entry ? shown(entry.version) : []));
  const CommonPrefixes = page.flatMap((entry) =>
    "prefix" in entry ? { Prefix: entry.prefix } : [],
  );
  const last = page.at(-1);
  const next = last && ("prefix" in last ? last.prefix : last.version.key);
  return {
    Name: bucket.name,
    Prefix,
    MaxKeys: most,
    KeyCount: page.length,
    IsTruncated: more,
    ...(Contents.length > 0 && { Contents }),
    ...(CommonPrefixes.length > 0 && { CommonPrefixes }),
    ...(more && { NextContinuationToken: Buffer.from(next ?? "").toString("base64url") }),
  } satisfies Partial<ListObjectsV2CommandOutput>;
}

/** What lies behind the first delimiter after the prefix counts as one. */
export function fold(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function startOf({ ContinuationToken, StartAfter }: ListObjectsV2CommandInput): string {
  if (ContinuationToken === undefined) return StartAfter ?? "";
  return Buffer.from(ContinuationToken, "base64url").toString();
}

function* entriesOf(
  bucket: Bucket,
  { Prefix, Delimiter, after }: { Prefix: string; Delimiter: string; after: string },
): Generator<Listed> {
  const start = compareUtf8(Prefix, after) > 0 ? Prefix : after;
  let folded: string | undefined = after;
  for (let index = placeOf(bucket.keys, start); index < bucket.keys.length; index++) {
    const key = bucket.keys[index] ?? "";
    if (!key.startsWith(Prefix)) return;
    const version = newestVersion(bucket, key);
    if (!version || key === after) continue;
    const prefix = fold(key, Prefix, Delimiter);
    if (prefix !== undefined && prefix !== folded) yield { prefix };
    if (prefix === undefined) yield { version };
    folded = prefix;
  }
}

function shown({ key, etag, body, at, headers }: Version) {
  return {
    Key: key,
    ETag: etag,
    Size: body.length,
    LastModified: wholeSecond(at),
    StorageClass: headers.StorageClass ?? "STANDARD",
  } satisfies _Object;
}
