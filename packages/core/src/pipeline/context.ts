import { type StorageAccess } from "./archive/access.ts";
import { type HandOff } from "./handoff/handoff.ts";
import { type Ledger } from "./ledger/table.ts";
import { type ProcessStep } from "./process-step.ts";
import { type Scanner } from "./scan/scanner.ts";

/** Everything that carrying a file needs from outside. */
export interface PipelineContext {
  readonly ledger: Ledger;
  readonly storage: StorageAccess;
  readonly stagingBucket: string;
  readonly process: ProcessStep;
  /** Judges a file before it is processed. */
  readonly scan?: Scanner;
  /** Takes what is too much for this run. */
  readonly handOff?: HandOff;
  readonly timing: Timing;
  readonly random: () => number;
  readonly log: Log;
}

export interface Timing {
  /** When the function will be stopped, milliseconds since 1970. */
  readonly deadline: number;
  /**
   * When a lease taken or renewed now ends. It outlasts the deadline, for clocks that differ and
   * requests under way.
   */
  readonly leaseUntil: () => number;
  /** How long a file belongs to a container that was started for it and hasn't renewed yet, in ms. */
  readonly handedLease: number;
  /** How long a run waits for its key's lane before it puts the file down, in ms. */
  readonly laneWait: number;
}

/** Structured log lines, as Powertools' logger takes them. */
export interface Log {
  info(message: string, facts: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts: Readonly<Record<string, unknown>>): void;
  error(message: string, facts: Readonly<Record<string, unknown>>): void;
}
