import * as fc from "fast-check";
import { faultKinds, type FaultKind } from "../faults.ts";
import { sampleFiles } from "./files.ts";

/** One upload of one key, and how its events travel. Times are in ms. */
export interface PlannedUpload {
  readonly at: number;
  readonly key: number;
  readonly file: number;
  /** How late each copy of its event arrives; none when it is lost. */
  readonly events: readonly number[];
  /** How long after the upload a client deletes that very version. */
  readonly deletedAfter?: number | undefined;
  /** How long after the upload a client puts a delete marker on the key. */
  readonly hiddenAfter?: number | undefined;
  /** How long after the upload staging's lifecycle removes that version. */
  readonly expiredAfter?: number | undefined;
}

/** All that a run of the pipeline depends on: the same scenario runs the same way, call by call. */
export interface Scenario {
  /** Of delays, orders and all chances that aren't written here. */
  readonly seed: number;
  readonly uploads: readonly PlannedUpload[];
  /** What goes wrong, by the number of the call it happens to. */
  readonly faults: readonly { readonly at: number; readonly kind: FaultKind }[];
  /** How probably (0 to 1) the queue hands a message out once more. */
  readonly duplicates: number;
  /** By how many ms clocks may differ from the services'. */
  readonly skew: number;
  readonly batchSize: number;
  /** Whether copies are made part by part, as for objects over 5 GiB. */
  readonly copiesInParts: boolean;
  /** Whether some files are handed over to containers. */
  readonly handsOver: boolean;
  /** How often a version may be claimed. */
  readonly attempts: number;
  /** How often a message may be received before it counts as undeliverable. */
  readonly maxReceives: number;
  /** When somebody tries to bring failed files back, in ms, and how. */
  readonly recoveries: readonly { readonly at: number; readonly how: "redrive" | "replay" }[];
}

export const keys = ["anna/report.csv", "anna/ä b+c%2F.txt", "ben/sub/data"] as const;

const upload: fc.Arbitrary<PlannedUpload> = fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 60_000 })),
  key: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: keys.length - 1 })),
  file: fc.integer({ min: 0, max: sampleFiles.length - 1 }),
  events: fc.array(
    fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 90_000 })),
    {
      maxLength: 3,
    },
  ),
  deletedAfter: rarely(fc.integer({ min: 0, max: 30_000 })),
  hiddenAfter: rarely(fc.integer({ min: 0, max: 30_000 })),
  expiredAfter: rarely(fc.integer({ min: 0, max: 400_000 })),
});

const fault = fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 160 })),
  kind: fc.constantFrom(...faultKinds),
});

const recovery = fc.record({
  at: fc.integer({ min: 0, max: 1_200_000 }),
  how: fc.constantFrom("redrive" as const, "replay" as const),
});

/** Several versions of a few keys, with up to a dozen faults among the first calls. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  uploads: fc.array(upload, { minLength: 1, maxLength: 8 }),
  faults: fc.array(fault, { maxLength: 12 }),
  duplicates: fc.constantFrom(0, 0, 0.2),
  skew: fc.constantFrom(0, 2_000),
  batchSize: fc.constantFrom(1, 3, 10),
  copiesInParts: fc.boolean(),
  handsOver: fc.boolean(),
  attempts: fc.constantFrom(5, 5, 2),
  maxReceives: fc.constantFrom(40, 40, 3),
  recoveries: fc.array(recovery, { maxLength: 2 }),
});

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  const never = { weight: 14, arbitrary: fc.constant(undefined) };
  return fc.oneof(never, { weight: 1, arbitrary });
}
