import { InvalidInputError } from "../../errors.ts";
import { ownerOf } from "../keys.ts";

/** A part of a bucket that holds one caller's objects. */
export interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

export interface Buckets {
  readonly stagingBucket: string;
  readonly archiveBucket: string;
}

/**
 * Everywhere that a caller's objects lie. Throws `InvalidInputError` for what is no caller's id:
 * an empty one would mean everybody. Pure.
 */
export function placesOf(owner: string, { stagingBucket, archiveBucket }: Buckets): Place[] {
  const isOwner = owner !== "anonymous" && ownerOf(`${owner}/`) === owner;
  const isReserved = owner === "results" || owner === "superseded";
  if (!isOwner || isReserved) {
    throw new InvalidInputError([{ field: "owner", value: owner, expected: "a caller's id" }]);
  }
  return [
    { bucket: stagingBucket, prefix: `${owner}/` },
    { bucket: archiveBucket, prefix: `${owner}/` },
    { bucket: archiveBucket, prefix: `results/${owner}/` },
    { bucket: archiveBucket, prefix: `superseded/${owner}/` },
  ];
}
