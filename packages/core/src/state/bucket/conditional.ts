import { createHash } from "node:crypto";
import { backOff, type Waiting } from "../writes/backoff.ts";
import { OutcomeUnknownError } from "../writes/errors.ts";
import { judge, type Verdict } from "../writes/history.ts";
import { asServiceError, failureOf } from "../writes/refusal.ts";
import { BucketConflictError } from "./errors.ts";
import { races } from "./failures.ts";
import {
  headObject,
  nameOf,
  writeObject,
  type Conditions,
  type Head,
  type ObjectAt,
} from "./object.ts";

export interface ConditionalPut extends Waiting {
  readonly object: ObjectAt;
  readonly text: string;
  readonly conditions: Conditions;
  readonly id: string;
  readonly maxAttempts: number;
}

/**
 * Writes an object on a condition. A lost answer is looked for before the write is made again.
 *
 * Returns the ETag. Throws `BucketConflictError` when the condition failed, `OutcomeUnknownError`.
 */
export async function putConditionally(put: ConditionalPut): Promise<string> {
  const { object, text, conditions, id, maxAttempts } = put;
  // What it replaces is known by its ETag alone: that older ids are lost is said by the mark.
  const history = { ids: [id], isCut: true };
  let isDoubtful = false;
  let last: unknown;
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    if (attempt > 1) await backOff(put, attempt);
    try {
      return await writeObject(object, text, { ...conditions, history });
    } catch (error) {
      last = error;
      const failure = failureOf(error, races);
      if (failure === "refused" && !isDoubtful) throw error;
      isDoubtful ||= failure === "ambiguous";
      if (!isDoubtful && !isBusy(error)) break;
      if (isDoubtful && (await isThere(put, error))) return etagOf(text);
    }
  }
  throw isDoubtful
    ? new OutcomeUnknownError(nameOf(object), last)
    : new BucketConflictError(nameOf(object), 1, last);
}

/** Another conditional write is just being made: it isn't said which of them wins. */
const isBusy = (error: unknown) => asServiceError(error).name === "ConditionalRequestConflict";

/** Whether the write took place. Throws when it didn't and can't any more, or when nothing tells. */
async function isThere(
  { object, conditions, id }: ConditionalPut,
  cause: unknown,
): Promise<boolean> {
  const found = await headObject(object).catch((error: unknown) => {
    throw new OutcomeUnknownError(nameOf(object), error);
  });
  const verdict = verdictOn(found, conditions.IfMatch, id);
  if (verdict === "lost") throw new BucketConflictError(nameOf(object), 1, cause);
  if (verdict === "unknown") throw new OutcomeUnknownError(nameOf(object), cause);
  return verdict === "done";
}

function verdictOn(found: Head, version: string | undefined, id: string): Verdict {
  const verdict = judge(id, { version, history: { ids: [], isCut: false } }, found);
  // An object without ids may have replaced this write's.
  return verdict === "lost" && found.history.ids.length === 0 ? "unknown" : verdict;
}

/** The ETag that S3 gives a text, unless it is encrypted by KMS. */
const etagOf = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;
