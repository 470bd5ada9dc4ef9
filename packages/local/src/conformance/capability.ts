import * as z from "zod";
import known from "./known.json" with { type: "json" };

export const Verdict = z.enum(["works", "differs", "fails"]);

/** `works`: as AWS. `differs`: there, but code that relies on AWS's way breaks. `fails`: not there. */
export type Verdict = z.infer<typeof Verdict>;

export const Known = z.record(
  z.string(),
  z.object({
    version: z.string(),
    results: z.record(z.string(), z.object({ verdict: Verdict, note: z.string().optional() })),
  }),
);

/** Per emulator what the conformance probes found, as committed. */
export type Known = z.infer<typeof Known>;

const table = Known.parse(known);

/**
 * What an emulator does with one probe of the conformance table, like `schedules.fire`.
 *
 * Undefined for an emulator or a probe that isn't in the table: nothing is known then.
 */
export function capability(emulator: string, probe: string): Verdict | undefined {
  return table[emulator]?.results[probe]?.verdict;
}

/** The sentence that goes with it, where the emulator doesn't do as AWS. */
export function capabilityNote(emulator: string, probe: string): string | undefined {
  return table[emulator]?.results[probe]?.note;
}
