import { LocalError } from "../errors.ts";
import { type Verdict } from "./capability.ts";
import { type World } from "./world.ts";

/** One question to an emulator, answered by calls of the AWS SDK. */
export interface Probe {
  /** Stable, like `schedules.fire`: tests ask for it by name. */
  readonly id: string;
  /** The heading it stands under in the table. */
  readonly area: string;
  /** What AWS does, as a sentence. */
  readonly title: string;
  /** Milliseconds it may take; default 30,000. */
  readonly limitMs?: number;
  /** Returns when the emulator does as AWS; throws a `Mismatch` when not. */
  readonly run: (world: World) => Promise<void>;
}

/** Probes under one heading: id, what AWS does, how to see it. */
export function probes(
  area: string,
  list: Readonly<Record<string, readonly [string, Probe["run"], { limitMs?: number }?]>>,
): Probe[] {
  return Object.entries(list).map(([id, [title, run, options]]) => ({
    id,
    area,
    title,
    run,
    ...options,
  }));
}

/** The emulator doesn't do as AWS; the message says what it does instead. */
export class Mismatch extends LocalError {
  override readonly name = "Mismatch";
  readonly code = "conformance.mismatch";
  readonly verdict: Exclude<Verdict, "works">;

  constructor(verdict: Exclude<Verdict, "works">, message: string) {
    super(message, "See docs/emulators.md");
    this.verdict = verdict;
  }
}

/** It isn't there, or what should be refused is let through. */
export function fails(note: string): never {
  throw new Mismatch("fails", note);
}

/** It is there, but otherwise than on AWS. */
export function differs(note: string): never {
  throw new Mismatch("differs", note);
}
