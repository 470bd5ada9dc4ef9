import { type StorageAccess } from "./archive/access.ts";
import { type Ledger } from "./ledger/table.ts";
import { type ProcessStep } from "./process-step.ts";

/** Everything that carrying a file needs from outside. */
export interface PipelineContext {
  readonly ledger: Ledger;
  readonly storage: StorageAccess;
  readonly stagingBucket: string;
  readonly process: ProcessStep;
  readonly timing: Timing;
  readonly random: () => number;
  readonly log: Log;
}

export interface Timing {
  /** When the function will be stopped, milliseconds since 1970. */
  readonly deadline: number;
  /** How much longer than that a lease lasts, in ms: for clocks that differ and requests under way. */
  readonly leaseMargin: number;
  /** How long a run waits for its key's lane before it puts the file down, in ms. */
  readonly laneWait: number;
}

/** Structured log lines, as Powertools' logger takes them. */
export interface Log {
  info(message: string, facts: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts: Readonly<Record<string, unknown>>): void;
  error(message: string, facts: Readonly<Record<string, unknown>>): void;
}
