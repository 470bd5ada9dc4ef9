import { MiB } from "./limits.ts";

const usualPart = 16 * MiB;
/** S3 lists that many parts at once. */
const listed = 1_000;
/** A part that is broken off is sent again, whole. */
const largest = 256 * MiB;

/**
 * Bytes of a part for a browser's S3 client, which asks once which parts S3 has: so that there are
 * no more than one answer tells, to files of 250 GiB. Larger ones send some parts again when they
 * are resumed. Pure; the server and the page go by it.
 */
export function listedPartSize(size: number): number {
  const enough = Math.ceil(size / listed / MiB) * MiB;
  return Math.max(usualPart, Math.min(largest, enough), Math.ceil(size / 10_000 / MiB) * MiB);
}
