import { AsyncLocalStorage } from "node:async_hooks";

/** What some work asked of AWS. Every try counts: a retried request is billed again. */
export interface Counts {
  /** Requests by `service.Operation`, like `s3.PutObject`. */
  readonly requests: Readonly<Record<string, number>>;
  /** DynamoDB capacity units. A refused conditional write counts one a write: its answer has no figure. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface Meter {
  readonly requests: Record<string, number>;
  readUnits: number;
  writeUnits: number;
  readonly outer: Meter | undefined;
}

const running = new AsyncLocalStorage<Meter>();

/**
 * Runs `work` and counts every request that equipped clients send for it, in whatever it awaits.
 *
 * Meters nest: what an inner one counts, the outer counts too. Throws what `work` throws.
 */
export async function metered<T>(work: () => Promise<T>): Promise<{ result: T; counts: Counts }> {
  const meter: Meter = { requests: {}, readUnits: 0, writeUnits: 0, outer: running.getStore() };
  const result = await running.run(meter, work);
  const { requests, readUnits, writeUnits } = meter;
  return { result, counts: { requests, readUnits, writeUnits } };
}

/** Whether some `metered` work is under way here. */
export const isMetered = (): boolean => running.getStore() !== undefined;

/** Counts what no client sends, like a browser's PUT to a presigned URL. */
export function countRequest(operation: string, times = 1): void {
  for (const { requests } of metersNow()) requests[operation] = (requests[operation] ?? 0) + times;
}

/** Counts DynamoDB capacity units. */
export function countUnits(kind: "readUnits" | "writeUnits", units: number): void {
  for (const meter of metersNow()) meter[kind] += units;
}

function metersNow(): Meter[] {
  const meters: Meter[] = [];
  for (let meter = running.getStore(); meter; meter = meter.outer) meters.push(meter);
  return meters;
}
