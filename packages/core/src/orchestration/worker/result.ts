import { type util } from "zod/v4/core";
import { InvalidResultError, ResultTooLargeError } from "./errors.ts";
import { type QueueObjects } from "./objects.ts";

/** Bytes of JSON that a result may have in the task's row, which holds 400 KB with all else. */
export const resultLimit = 64 * 1024;
/** Bytes of JSON that the counters may have there. */
const statsLimit = 16 * 1024;

/** JSON by name, as the assistant takes it. */
export type ResultFields = Record<string, util.JSONType>;

/**
 * What `run` returned, as the fields of `result_*`: an object's own, `{ value }` for anything else,
 * none for nothing. What is larger than `limit` bytes goes to the queue bucket, and the row holds
 * its key as `result_ref`.
 *
 * Throws `InvalidResultError`, and `ResultTooLargeError` where there is no bucket.
 */
export async function packResult(
  returned: unknown,
  place: { readonly key: string; readonly objects: () => Promise<QueueObjects | undefined> },
  limit: number = resultLimit,
): Promise<ResultFields | undefined> {
  const json = written(returned);
  if (json === undefined) return undefined;
  const bytes = Buffer.byteLength(json);
  if (bytes <= limit) return fieldsIn(JSON.parse(json) as util.JSONType);
  const objects = await place.objects();
  if (!objects) throw new ResultTooLargeError(bytes, limit);
  await objects.write(place.key, json);
  return { ref: place.key };
}

/** The counters that fit a row; what had to be left out is counted as `stats_left_out`. */
export function packStats(all: Readonly<Record<string, number>>): Record<string, number> {
  const packed: Record<string, number> = {};
  let [room, leftOut] = [statsLimit, 0];
  for (const [name, value] of Object.entries(all)) {
    // A name, its prefix in the row, and a number of at most 21 digits.
    room -= Buffer.byteLength(name) + 32;
    if (room < 0 || name.length > 200 || !Number.isFinite(value)) leftOut += 1;
    else packed[name] = value;
  }
  return leftOut > 0 ? { ...packed, stats_left_out: leftOut } : packed;
}

function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new InvalidResultError(error);
  }
}

function fieldsIn(value: util.JSONType): ResultFields {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : { value };
}
