/** What can go wrong with one attempt of one call. */
export const faultKinds = [
  /** It never reaches the service; a connection error at once. */
  "refused",
  /** The service says that it can't (500, 503, throttled), and does nothing. */
  "unavailable",
  /** It gets lost on the way; the client waits in vain. */
  "unsent",
  /** It is done, but the connection breaks before the answer is there. */
  "lost",
  /** It is done, but the client has waited too long for the answer. */
  "timedOut",
  /** The client waits in vain; some time later it is done after all. */
  "straggles",
  /** Every attempt that the SDK makes is refused. */
  "outage",
  /** Every attempt that the SDK makes is done, and no answer arrives. */
  "silence",
  /** A write to DynamoDB meets somebody else's transaction on the same item; other calls aren't touched. */
  "conflict",
  /** The stream of an object that is read breaks on the way; other calls aren't touched. */
  "torn",
  /** The process dies before the call is sent. */
  "crashBefore",
  /** The process dies while the call is under way; it is done. */
  "crashDuring",
  /** The process dies when the answer is there, before it can act on it. */
  "crashAfter",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A call as the fault injector sees it. */
export interface Call {
  /** Counts every attempt of every call in this simulation, from 0. */
  readonly index: number;
  /** Which attempt of the SDK's this is, from 1. */
  readonly attempt: number;
  readonly operation: string;
  readonly process: string;
  readonly input: object;
}

/** Says what goes wrong with a call; `undefined` for nothing. */
export type FaultPlan = (call: Call) => FaultKind | undefined;

/** Faults at given calls, by their index. */
export function faultsAt(
  faults: readonly { readonly at: number; readonly kind: FaultKind }[],
): FaultPlan {
  const byIndex = new Map(faults.map(({ at, kind }) => [at, kind]));
  return ({ index }) => byIndex.get(index);
}

/** Whether a fault lasts for all of the SDK's attempts. */
export function isLasting(kind: FaultKind | undefined): boolean {
  return kind === "outage" || kind === "silence";
}
