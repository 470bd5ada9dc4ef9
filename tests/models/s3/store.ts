import { type QueueConfiguration, type StorageClass, type Tag } from "@aws-sdk/client-s3";
import { type ModelContext } from "../model.ts";
import { compareUtf8 } from "../utf8-order.ts";
import { type Checksums } from "./digests.ts";
import { noSuchBucket } from "./errors.ts";

/** What a client may say of an object in headers, and gets back. */
export interface ObjectHeaders {
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly StorageClass?: StorageClass | undefined;
}

/** One version of one object, or a delete marker. `body` is never changed, so copies share it. */
export interface Version {
  readonly key: string;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly at: number;
  readonly etag: string;
  readonly body: Buffer;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksums: Checksums;
  /** The sizes of a multipart object's parts. */
  readonly parts: readonly number[];
  tags: readonly Tag[];
}

export interface Part {
  readonly number: number;
  readonly etag: string;
  readonly body: Buffer;
  readonly at: number;
  readonly checksums: Checksums;
}
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly at: number;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly algorithm: string | undefined;
  readonly parts: Map<number, Part>;
}

export interface Bucket {
  readonly name: string;
  versioning: "Enabled" | "Suspended" | undefined;
  notifications: readonly QueueConfiguration[];
  /** Every key that ever had a version, in S3's order. */
  readonly keys: string[];
  /** Newest first. */
  readonly versions: Map<string, Version[]>;
  readonly uploads: Map<string, Upload>;
}

export interface StoreLimits {
  /** The largest object that one copy or put may carry, in bytes. */
  readonly single: number;
  /** The smallest part but the last, in bytes. */
  readonly part: number;
}

export interface Store {
  readonly context: ModelContext;
  readonly limits: StoreLimits;
  readonly buckets: Map<string, Bucket>;
  /** Hands a notification's body to a queue. */
  readonly deliver: (queueArn: string, body: string) => void;
  /** The next event's place in its key's history, in hexadecimal digits; their count varies. */
  readonly nextSequencer: () => string;
}

/** Throws `NoSuchBucket`. */
export function bucketOf({ buckets }: Store, name: string | undefined): Bucket {
  const bucket = buckets.get(name ?? "");
  if (!bucket) throw noSuchBucket();
  return bucket;
}

/** A key's versions, newest first; to be changed in place. */
export function versionsOf(bucket: Bucket, key: string): Version[] {
  const known = bucket.versions.get(key);
  if (known) return known;
  const fresh: Version[] = [];
  bucket.versions.set(key, fresh);
  bucket.keys.splice(placeOf(bucket.keys, key), 0, key);
  return fresh;
}

/** Where a key stands, or would stand, among sorted ones. */
export function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(keys[middle] ?? "", key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
