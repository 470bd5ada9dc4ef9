import { createHash } from "node:crypto";

const longestKey = 1024;
const roomForNames = 96;
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

/** Where the results of one version lie in the archive: `results/<key>/<version>/`. */
export function resultsPrefix(key: string, version: string): string {
  return `${placeOf("results", key, version)}/`;
}

/** Where an older version goes that came after a newer one: `superseded/<key>/<version>`. */
export function supersededKey(key: string, version: string): string {
  return placeOf("superseded", key, version);
}

/** S3 takes keys to 1,024 bytes: a key that leaves no room for the rest stands as its hash, under its owner. */
function placeOf(folder: string, key: string, version: string): string {
  const place = `${folder}/${key}/${version}`;
  if (Buffer.byteLength(place) + roomForNames <= longestKey) return place;
  const hash = createHash("sha256").update(key).digest("hex");
  return `${folder}/${ownerOf(key)}/~${hash}/${version}`;
}
