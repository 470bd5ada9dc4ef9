import { nextTokenAt, refilled, startsIn, type Bucket } from "../flow/bucket.ts";
import { type Health } from "../ecology/health.ts";
import { type Labourer } from "../labourer.ts";

/** What the plan needs to know of a task that waits. */
export interface Waiting {
  readonly task_id: string;
  readonly job_id?: string | undefined;
  /** Seconds since 1970. */
  readonly deadline?: number | undefined;
  readonly cancelled_at?: number | undefined;
  readonly completed_at?: number | undefined;
}
/** A task that waits, with the value of the labourer's key in its payload. */
export interface Candidate<Task extends Waiting = Waiting> {
  readonly task: Task;
  readonly key: string;
}

/** All that decides what may start, as it is known at one time. */
export interface View {
  /** Ms since 1970. */
  readonly now: number;
  readonly labourer: Pick<Labourer, "max_simultaneous_invocations" | "flow">;
  readonly health: Health;
  /** Of the labourer's limit, by status. */
  readonly coefficients: Coefficients;
  readonly running: number;
  readonly runningOf: ReadonlyMap<string, number>;
  readonly paused?: Pause | undefined;
  readonly heldJobs: Readonly<Record<string, "paused" | "draining" | "cancelled">>;
  /** Of the labourer's own rate limit, or of its keys. */
  readonly bucket?: Bucket | undefined;
  readonly bucketOf: ReadonlyMap<string, Bucket>;
}
export interface Pause {
  readonly by?: string;
  readonly why?: string;
  /** Seconds since 1970. */
  readonly at?: number;
}
export type Coefficients = Readonly<Record<0 | 1 | 2 | 3 | 4, number>>;

export const defaultCoefficients: Coefficients = { 0: 0, 1: 0, 2: 0.5, 3: 0.75, 4: 1 };

/** What holds a task back. `next` in ms since 1970. */
export type Hold =
  | { readonly why: "labourer_paused"; readonly pause: Pause }
  | { readonly why: "health"; readonly health: Health }
  | { readonly why: "labourer_limit"; readonly running: number; readonly limit: number }
  | { readonly why: "labourer_rate"; readonly next: number }
  | {
      readonly why: "key_limit";
      readonly key: string;
      readonly running: number;
      readonly limit: number;
    }
  | { readonly why: "key_rate"; readonly key: string; readonly next: number };

export type Verdict =
  | { readonly do: "start" }
  | { readonly do: "wait"; readonly hold: Hold }
  /** Its deadline has passed, it was cancelled, or its job was. */
  | { readonly do: "close"; readonly as: "expired" | "cancelled" }
  /** Its job is paused. */
  | { readonly do: "set_aside" };

export interface Decision<Task extends Waiting = Waiting> {
  readonly candidate: Candidate<Task>;
  readonly verdict: Verdict;
}
export interface Plan<Task extends Waiting = Waiting> {
  /** The limit as health leaves it. */
  readonly desired: number;
  /** In the order of the candidates. */
  readonly decisions: readonly Decision<Task>[];
  /** The buckets after the starts; those that weren't touched are missing. */
  readonly bucket?: Bucket;
  readonly bucketOf: ReadonlyMap<string, Bucket>;
}

/**
 * What becomes of each candidate, those first whose turn it is. Pure: the orchestrator does it,
 * `explain` tells it, and the simulator tries it out.
 */
export function plan<Task extends Waiting>(
  view: View,
  candidates: readonly Candidate<Task>[],
): Plan<Task> {
  const room = roomIn(view);
  const decisions: Decision<Task>[] = [];
  for (const candidate of candidates) {
    const verdict = verdictOn(candidate, view, room);
    if (verdict.do === "start") room.take(candidate.key);
    decisions.push({ candidate, verdict });
  }
  return { desired: desiredOf(view), decisions, ...room.buckets() };
}

/** The limit as health leaves it: rounded down, but at least 1 where it leaves anything. Seed: Orchestrator. */
export function desiredOf({
  labourer: { max_simultaneous_invocations: limit },
  health,
  coefficients,
}: Pick<View, "labourer" | "health" | "coefficients">): number {
  const coefficient = coefficients[health.status];
  const least = coefficient > 0 && limit > 0 ? 1 : 0;
  return Math.max(least, Math.floor(limit * coefficient));
}

/** How many could start at once, whichever they are: by pause, health, limit and the labourer's rate. */
export function freeIn(view: View): number {
  if (view.paused) return 0;
  const free = Math.max(0, desiredOf(view) - view.running);
  const rate = view.labourer.flow?.rate_limit;
  if (!rate || rate.key !== undefined) return free;
  return Math.min(free, startsIn(refilled(view.bucket, rate, view.now)));
}

/** How many tasks of one key could start at once; `Infinity` where keys aren't limited. */
export function freeOf(key: string, view: View): number {
  const { concurrency, rate_limit: rate } = view.labourer.flow ?? {};
  const slots = concurrency
    ? Math.max(0, concurrency.limit - (view.runningOf.get(key) ?? 0))
    : Infinity;
  if (rate?.key === undefined) return slots;
  return Math.min(slots, startsIn(refilled(view.bucketOf.get(key), rate, view.now)));
}

/** What holds all of the labourer's tasks, if something does. */
export const holdIn = (view: View): Hold | undefined => roomIn(view).holdOfLabourer();

function verdictOn({ task, key }: Candidate, view: View, room: Room): Verdict {
  const job = task.job_id === undefined ? undefined : view.heldJobs[task.job_id];
  if (task.cancelled_at !== undefined || job === "cancelled")
    return { do: "close", as: "cancelled" };
  if (task.deadline !== undefined && task.deadline * 1_000 <= view.now)
    return { do: "close", as: "expired" };
  if (job === "paused") return { do: "set_aside" };
  const hold = room.holdOf(key);
  return hold ? { do: "wait", hold } : { do: "start" };
}

type Room = ReturnType<typeof roomIn>;

/** Counts down what is free while tasks are taken to start. */
function roomIn(view: View) {
  const { flow } = view.labourer;
  const desired = desiredOf(view);
  let { running } = view;
  const runningOf = new Map(view.runningOf);
  const rate = flow?.rate_limit;
  let bucket = rate && rate.key === undefined ? refilled(view.bucket, rate, view.now) : undefined;
  const touched = new Map<string, Bucket>();
  const bucketOf = (key: string) =>
    rate?.key === undefined
      ? undefined
      : (touched.get(key) ?? refilled(view.bucketOf.get(key), rate, view.now));

  const holdOfLabourer = (): Hold | undefined => {
    if (view.paused) return { why: "labourer_paused", pause: view.paused };
    if (view.coefficients[view.health.status] === 0) return { why: "health", health: view.health };
    if (running >= desired) return { why: "labourer_limit", running, limit: desired };
    if (bucket && rate && startsIn(bucket) < 1)
      return { why: "labourer_rate", next: nextTokenAt(bucket, rate) };
    return undefined;
  };
  const holdOf = (key: string): Hold | undefined => {
    const own = holdOfLabourer();
    if (own) return own;
    const limit = flow?.concurrency?.limit;
    const ofKey = runningOf.get(key) ?? 0;
    if (limit !== undefined && ofKey >= limit)
      return { why: "key_limit", key, running: ofKey, limit };
    const keyBucket = bucketOf(key);
    if (keyBucket && rate && startsIn(keyBucket) < 1)
      return { why: "key_rate", key, next: nextTokenAt(keyBucket, rate) };
    return undefined;
  };
  const take = (key: string) => {
    running++;
    runningOf.set(key, (runningOf.get(key) ?? 0) + 1);
    if (bucket) bucket = { ...bucket, tokens: bucket.tokens - 1 };
    const keyBucket = bucketOf(key);
    if (keyBucket) touched.set(key, { ...keyBucket, tokens: keyBucket.tokens - 1 });
  };
  return {
    holdOfLabourer,
    holdOf,
    take,
    buckets: () => ({ ...(bucket && { bucket }), bucketOf: touched }),
  };
}
