import { createHash } from "node:crypto";

const longestKey = 1_024;

/**
 * Where a result of one object version lies: `results/<key>/<version>/<name>`.
 *
 * S3 allows 1,024 bytes. A key too long for that is cut and told apart by its SHA-256, so that the
 * beginning, the owner's prefix, stays: `results/<beginning>~<hash>/<version>/<name>`.
 */
export function resultKey({
  key,
  version,
  name,
}: {
  key: string;
  version: string;
  name: string;
}): string {
  const tail = `/${version}/${name}`;
  const room = longestKey - Buffer.byteLength(`results/${tail}`);
  if (Buffer.byteLength(key) <= room) return `results/${key}${tail}`;
  const hash = createHash("sha256").update(key).digest("hex");
  return `results/${cut(key, room - hash.length - 1)}~${hash}${tail}`;
}

/** The first bytes of a text that make whole characters. */
function cut(text: string, bytes: number): string {
  const start = Buffer.from(text).subarray(0, bytes);
  return start.toString().replace(/\ufffd+$/, "");
}
