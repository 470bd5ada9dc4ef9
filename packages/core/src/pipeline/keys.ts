import { createHash } from "node:crypto";

const longestKey = 1024;
const ownerId = /^[A-Za-z0-9_-]{1,64}$/;
const reserved = /^(?:results|superseded)\//;

/** Whose file a key is: its first segment, or `anonymous` where that is no caller's id. */
export function ownerOf(key: string): string {
  const slash = key.indexOf("/");
  const first = key.slice(0, Math.max(0, slash));
  return ownerId.test(first) ? first : "anonymous";
}

/** Whether the archive keeps this key's place for the pipeline's own objects. */
export const isReserved = (key: string): boolean => reserved.test(key);

/**
 * Where an older version goes that came after a newer one: `superseded/<key>/<version>`.
 *
 * S3 takes keys to 1,024 bytes: one too long for that stands as its SHA-256, under its owner.
 */
export function supersededKey(key: string, version: string): string {
  const place = `superseded/${key}/${version}`;
  if (Buffer.byteLength(place) <= longestKey) return place;
  const hash = createHash("sha256").update(key).digest("hex");
  return `superseded/${ownerOf(key)}/~${hash}/${version}`;
}
