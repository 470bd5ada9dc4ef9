import * as fc from "fast-check";
import { faultKinds, type FaultKind } from "../faults.ts";

/** What one task's worker does. Times are in ms. */
export interface PlannedTask {
  readonly tenant: number;
  /** How long it works. */
  readonly works: number;
  /** In how many attempts it fails, before it succeeds. */
  readonly fails: number;
  /** Dies without a word, in its first attempt. */
  readonly vanishes: boolean;
}

/** Several tasks that are scheduled as one job. */
export interface PlannedJob {
  readonly at: number;
  readonly tasks: readonly PlannedTask[];
  /** How often the same request is made: triggers repeat. */
  readonly requests: number;
}

/** All that a run of the orchestration depends on: the same scenario runs the same way, call by call. */
export interface OrchestrationScenario {
  /** Of delays, orders and all chances that aren't written here. */
  readonly seed: number;
  readonly jobs: readonly PlannedJob[];
  /** What goes wrong, by the number of the call it happens to. */
  readonly faults: readonly { readonly at: number; readonly kind: FaultKind }[];
  /** Tasks at once. */
  readonly limit: number;
  /** Tasks at once of one tenant; absent: the labourer has no flow control. */
  readonly keyLimit?: number | undefined;
  readonly maxAttempts: number;
  /** By how many ms clocks may differ from the services'. */
  readonly skew: number;
  /** How late an index shows what was written, in ms. */
  readonly lag: number;
  /** How probably (0 to 1) an asynchronous invocation is done twice. */
  readonly repeats: number;
  /** How probably one is never done. */
  readonly drops: number;
  /** Orchestrators and scavengers that each minute's clock starts: it delivers at least once. */
  readonly clocks: number;
  /** When somebody cancels a task, by its number. */
  readonly cancels: readonly { readonly at: number; readonly task: number }[];
}

const task: fc.Arbitrary<PlannedTask> = fc.record({
  tenant: fc.integer({ min: 0, max: 2 }),
  works: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 45_000 })),
  fails: fc.constantFrom(0, 0, 0, 1, 2, 9),
  vanishes: fc.constantFrom(false, false, false, true),
});

const job: fc.Arbitrary<PlannedJob> = fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 200_000 })),
  tasks: fc.array(task, { minLength: 1, maxLength: 6 }),
  requests: fc.constantFrom(1, 1, 2),
});

const fault = fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 500 })),
  kind: fc.constantFrom(...faultKinds),
});

/** A few jobs of a few tasks, with up to a dozen faults among the first calls. */
export const orchestrationScenarios: fc.Arbitrary<OrchestrationScenario> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  jobs: fc.array(job, { minLength: 1, maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 12 }),
  limit: fc.constantFrom(1, 2, 5),
  keyLimit: fc.constantFrom(undefined, undefined, 1, 2),
  maxAttempts: fc.constantFrom(3, 3, 1),
  skew: fc.constantFrom(0, 1_500),
  lag: fc.constantFrom(0, 300, 5_000),
  repeats: fc.constantFrom(0, 0.2),
  drops: fc.constantFrom(0, 0.1),
  clocks: fc.constantFrom(1, 2),
  cancels: fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 200_000 }), task: fc.integer({ min: 0, max: 9 }) }),
    { maxLength: 1 },
  ),
});
