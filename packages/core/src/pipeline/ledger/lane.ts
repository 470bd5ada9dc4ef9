import * as z from "zod/mini";
import { isOlder } from "./sequencer.ts";

const moment = {
  version: z.string(),
  sequencer: z.optional(z.string()),
  at: z.optional(z.number()),
};

/** A key's lane: who may archive now, and the newest version that was archived. Times in ms. */
export const Lane = z.object({
  write: z.optional(z.string()),
  holder: z.optional(z.object({ ...moment, token: z.string(), until: z.number() })),
  newest: z.optional(z.object(moment)),
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
  if (lane?.newest && isOlder(mine, lane.newest)) return { kind: "superseded" };
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

/**
 * What a lane knows once a version is archived on top of what was: that version, and the latest
 * sequencer and time of both. A version whose order is unknown must not make it forget. Pure.
 */
export function newestAfter(
  before: Newest | undefined,
  { version, sequencer, at }: Newest,
): Newest {
  return {
    version,
    sequencer: laterOf(before?.sequencer, sequencer),
    at: laterOf(before?.at, at),
  };
}

function laterOf<T extends string | number>(one: T | undefined, other: T | undefined) {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
