import { InvalidFileError } from "./errors.ts";
import { limits, MiB } from "./limits.ts";

/** How a file is cut: every part of `partSize` bytes but the last, which has what is left. */
export interface Parts {
  readonly partSize: number;
  readonly partCount: number;
}

const usualPart = 16 * MiB;

/**
 * Cuts a file of `size` bytes: parts of 16 MiB, of more whole MiB where that would make more than
 * 10,000. `wanted` bytes a part are taken where S3 allows them. Pure. Throws `InvalidFileError`.
 */
export function cutInParts(size: number, wanted?: number): Parts {
  if (size < 1) refuse("size", size, "at least one byte for an upload in parts");
  if (size > limits.object) refuse("size", size, `at most ${limits.object} bytes`);
  const least = Math.max(limits.smallestPart, Math.ceil(size / limits.parts));
  if (wanted !== undefined && (wanted < least || wanted > limits.largestPart)) {
    refuse("partSize", wanted, `${least} to ${limits.largestPart} bytes for this file`);
  }
  const partSize = wanted ?? Math.max(usualPart, Math.ceil(least / MiB) * MiB);
  return { partSize, partCount: Math.ceil(size / partSize) };
}

/** Bytes of part `number`, counted from 1. Pure. */
export function partLength(size: number, partSize: number, number: number): number {
  return Math.min(partSize, size - (number - 1) * partSize);
}

function refuse(field: string, value: number, expected: string): never {
  throw new InvalidFileError([{ field, value, expected }]);
}
