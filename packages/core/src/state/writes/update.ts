import { backOff, type Waiting } from "./backoff.ts";
import { OutcomeUnknownError } from "./errors.ts";
import { judge, type History, type Verdict } from "./history.ts";
import { failureOf } from "./refusal.ts";

/** What was found somewhere, before a change. */
export interface Seen {
  /** The version that a write can be conditional on; `undefined` when nothing is there. */
  readonly version: string | undefined;
  readonly history: History;
}

/** A change that can be written again, the same. */
export interface Change<Result> {
  readonly result: Result;
  /** Writes it on the condition that what was seen is still there. */
  readonly write: () => Promise<unknown>;
}

export interface Update<Found extends Seen, Result> extends Waiting {
  /** What is changed, for messages. */
  readonly what: string;
  /** This update's own id; each of its writes carries it. */
  readonly id: string;
  readonly maxAttempts: number;
  readonly read: () => Promise<Found>;
  /** What to make of what was found. Called again only when something else came first. */
  readonly plan: (found: Found) => Promise<Change<Result>>;
  /** The names of the errors that say that something else came first. */
  readonly races: ReadonlySet<string>;
  /** The error when something else came first each time. */
  readonly conflict: (cause: unknown) => Error;
}

/** A write of which nobody knows whether it took place. */
interface Doubt<Result> {
  readonly seen: Seen;
  /** It was refused: what is found now tells for good, and nothing can arrive late. */
  readonly isAnswered: boolean;
  readonly change: Change<Result>;
  readonly cause: unknown;
}

/**
 * Reads, changes and writes until nothing came in between, at most `maxAttempts` times.
 *
 * A write without an answer is looked for before the next, by its id: no change is made twice.
 * Throws what `read`, `plan` and refused writes throw, `conflict`'s error when it never
 * succeeded, and `OutcomeUnknownError`.
 */
export async function updateOnce<Found extends Seen, Result>(
  update: Update<Found, Result>,
): Promise<Result> {
  let doubt: Doubt<Result> | undefined;
  let last: unknown;
  for (let attempt = 0; attempt < update.maxAttempts; attempt++) {
    if (attempt > 0) await backOff(update, attempt);
    const found = await readIn(doubt, update);
    const verdict = doubt && judge(update.id, doubt.seen, found);
    if (doubt && verdict === "done") return doubt.change.result;
    if (doubt && isOver(doubt, verdict)) doubt = undefined;
    if (doubt && verdict === "unknown") throw new OutcomeUnknownError(update.what, doubt.cause);
    // While the former write may still arrive, no other may be made than the same.
    const change = doubt?.change ?? (await update.plan(found));
    try {
      await change.write();
      return change.result;
    } catch (error) {
      last = error;
      const failure = failureOf(error, update.races);
      if (failure === "refused" && doubt === undefined) throw error;
      // Also after a refusal its id is looked for: LocalStack refuses what it has carried out.
      doubt ??= { seen: found, change, cause: error, isAnswered: failure === "lost" };
    }
  }
  return settle(update, doubt, last);
}

/** After the last try: what is there tells, if it can be read. */
async function settle<Found extends Seen, Result>(
  update: Update<Found, Result>,
  doubt: Doubt<Result> | undefined,
  last: unknown,
): Promise<Result> {
  if (!doubt) throw update.conflict(last);
  const verdict = judge(update.id, doubt.seen, await readIn(doubt, update));
  if (verdict === "done") return doubt.change.result;
  if (isOver(doubt, verdict)) throw update.conflict(last);
  throw new OutcomeUnknownError(update.what, doubt.cause);
}

/** Whether a write didn't take place, and can't any more. */
function isOver({ isAnswered }: Doubt<unknown>, verdict: Verdict | undefined): boolean {
  return verdict === "lost" || (isAnswered && verdict !== "done");
}

async function readIn<Found extends Seen, Result>(
  doubt: Doubt<Result> | undefined,
  { read, what }: Update<Found, Result>,
): Promise<Found> {
  try {
    return await read();
  } catch (error) {
    throw doubt && !doubt.isAnswered ? new OutcomeUnknownError(what, error) : error;
  }
}
