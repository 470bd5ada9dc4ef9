import * as fc from "fast-check";
import { faultKinds, type FaultKind } from "../faults.ts";

/** All that a run depends on: the same scenario runs the same way, call by call. */
export interface JobScenario {
  readonly seed: number;
  /** Tasks of the job, and of each of its queue files. */
  readonly count: number;
  readonly tasksPerFile: number;
  /** When the job's trigger arrives, in ms; more than once for one that repeats. */
  readonly triggers: readonly number[];
  /** Whether tasks are done and archived while others are loaded. */
  readonly archives: boolean;
  /** Whether every second task's key is taken by the one before. */
  readonly keyed: boolean;
  /** What goes wrong, by the number of the call it happens to. */
  readonly faults: readonly { readonly at: number; readonly kind: FaultKind }[];
}

const fault = fc.record({
  at: fc.integer({ min: 0, max: 60 }),
  kind: fc.constantFrom(...faultKinds),
});

/** A job of up to a few files, triggered up to three times, with up to a dozen faults. */
export const jobScenarios: fc.Arbitrary<JobScenario> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  count: fc.constantFrom(0, 1, 99, 100, 260),
  tasksPerFile: fc.constantFrom(100, 1_000),
  triggers: fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 3 }),
  archives: fc.boolean(),
  keyed: fc.boolean(),
  faults: fc.array(fault, { maxLength: 12 }),
});
