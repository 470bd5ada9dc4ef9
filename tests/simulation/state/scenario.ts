import * as fc from "fast-check";
import { faultKinds, type FaultKind } from "../faults.ts";

/** What keeps the value. Parts: a map too large for one item. */
export type Store = "jar" | "bucket" | "map" | "parts";

/** All that a run of some writers depends on: the same scenario runs the same way, call by call. */
export interface StateScenario {
  readonly seed: number;
  readonly store: Store;
  /** For each writer, when it begins (ms) and how many updates it makes one after another. */
  readonly writers: readonly { readonly at: number; readonly updates: number }[];
  /** What goes wrong, by the number of the call it happens to. */
  readonly faults: readonly { readonly at: number; readonly kind: FaultKind }[];
  /** How long Lambda carries out an update of a function, in ms; meanwhile it refuses others. */
  readonly updateLasts: number;
}

const writer = fc.record({
  at: fc.integer({ min: 0, max: 300 }),
  updates: fc.integer({ min: 1, max: 5 }),
});
const fault = fc.record({
  at: fc.integer({ min: 0, max: 60 }),
  kind: fc.constantFrom(...faultKinds),
});

/** A few writers of one value, with up to a dozen faults among their first calls. */
export const stateScenarios: fc.Arbitrary<StateScenario> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  store: fc.constantFrom("jar", "bucket", "map"),
  writers: fc.array(writer, { minLength: 1, maxLength: 5 }),
  faults: fc.array(fault, { maxLength: 12 }),
  updateLasts: fc.constantFrom(0, 50, 700),
});
