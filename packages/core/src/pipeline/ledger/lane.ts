import * as z from "zod/mini";
import { isOlder, type Moment } from "./sequencer.ts";

const moment = {
  version: z.string(),
  sequencer: z.optional(z.string()),
  at: z.optional(z.number()),
};

/**
 * A key's lane: who may archive now, and the newest that was archived: its version, the greatest
 * sequencer with its time, and the latest time of a version that came without one. Times in ms.
 */
export const Lane = z.object({
  write: z.optional(z.string()),
  holder: z.optional(z.object({ ...moment, token: z.string(), until: z.number() })),
  newest: z.optional(z.object({ ...moment, unsequenced_at: z.optional(z.number()) })),
});
export type Lane = z.infer<typeof Lane>;
export type Holder = NonNullable<Lane["holder"]>;
export type Newest = NonNullable<Lane["newest"]>;

export type LaneDecision =
  /** Archive under the key itself; the lane may be taken. */
  | { readonly kind: "main" }
  /** A newer version is archived: this one is put aside, without the lane. */
  | { readonly kind: "superseded" }
  /** Another holds the lane until then. */
  | { readonly kind: "wait"; readonly until: number }
  /** The holder's time is up: whether it left a copy decides what comes next. */
  | { readonly kind: "takeOver"; readonly holder: Holder };

/** What to do with a processed version, from what its key's lane says. Pure. */
export function decideLane(mine: Newest, lane: Lane | undefined, now: number): LaneDecision {
  if (isBehind(mine, lane?.newest)) return { kind: "superseded" };
  const holder = lane?.holder;
  if (!holder || holder.version === mine.version) return { kind: "main" };
  if (holder.until > now) return { kind: "wait", until: holder.until };
  return { kind: "takeOver", holder };
}

/** What follows from looking for the dead holder's copy in the archive. Pure. */
export function decideTakeOver(
  mine: Newest,
  holder: Holder,
  leftCopy: boolean,
): "main" | "superseded" {
  return leftCopy && isOlder(mine, holder) ? "superseded" : "main";
}

/** Whether an upload came before one that is archived; false also where nothing tells. Pure. */
export function isBehind(mine: Moment, newest: Newest | undefined): boolean {
  if (!newest) return false;
  return isOlder(mine, newest) || isOlder({ at: mine.at }, { at: newest.unsequenced_at });
}

/** What a lane knows once a version is archived on top of what was. Pure. */
export function newestAfter(before: Newest | undefined, mine: Newest): Newest {
  const { version, sequencer, at } = mine;
  const known = { sequencer: before?.sequencer, at: before?.at };
  const unsequenced_at = before?.unsequenced_at;
  // A version of unknown order must not make the lane forget the order that it knows.
  if (sequencer === undefined) {
    return { ...known, version, unsequenced_at: Math.max(unsequenced_at ?? 0, at ?? 0) };
  }
  const isNewest = known.sequencer === undefined || !isOlder(mine, known);
  return { ...(isNewest ? { sequencer, at } : known), version, unsequenced_at };
}
