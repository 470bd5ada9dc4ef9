import * as z from "zod";
import { faultKinds } from "../faults.ts";
import { type Scenario } from "./scenario.ts";

const ms = z.number().min(0);
const whole = z.int().min(0);
const upload = z.object({
  at: ms,
  key: whole,
  file: whole,
  events: z.array(ms),
  deletedAfter: ms.optional(),
  hiddenAfter: ms.optional(),
  expiredAfter: ms.optional(),
});
const scenario = z.object({
  seed: z.int(),
  uploads: z.array(upload),
  faults: z.array(z.object({ at: whole, kind: z.enum(faultKinds) })).default([]),
  duplicates: z.number().min(0).max(1).default(0),
  skew: ms.default(0),
  batchSize: z.int().min(1).max(10).default(10),
  copiesInParts: z.boolean().default(false),
  handsOver: z.boolean().default(false),
  attempts: z.int().positive().default(5),
  maxReceives: z.int().positive().default(40),
  recoveries: z.array(z.object({ at: ms, how: z.enum(["redrive", "replay"]) })).default([]),
});

/** Reads a scenario that somebody wrote down; what isn't said is without trouble. Throws what Zod throws. */
export function parseScenario(json: string): Scenario {
  return scenario.parse(JSON.parse(json));
}
