import { type Health } from "../ecology/health.ts";
import { type Hold } from "./plan.ts";

/** What a run did for one labourer. */
export interface LabourerReport {
  readonly labourer_id: string;
  /** `held`: another run has the lease, and was told. `failed`: see `errors`. */
  readonly outcome: "done" | "held" | "lost" | "failed";
  /** Absent where it wasn't decided: held by another, or failed. */
  readonly health?: Health;
  /** As the last round found them. */
  readonly desired: number;
  readonly running: number;
  readonly started: readonly string[];
  readonly put_back: readonly string[];
  /** Marked, but Lambda's answer is missing. */
  readonly unanswered: readonly string[];
  readonly closed: readonly string[];
  readonly set_aside: readonly string[];
  /** What held the first task that had to wait. */
  readonly hold?: Hold;
  /** More could be done, but the time was over. */
  readonly unfinished: boolean;
  readonly errors: string[];
}
export interface OrchestratorReport {
  readonly labourers: readonly LabourerReport[];
  readonly started: number;
}

/** A report that is being written. */
export interface Notes {
  desired: number;
  running: number;
  health?: Health;
  readonly started: string[];
  readonly put_back: string[];
  readonly unanswered: string[];
  readonly closed: string[];
  readonly set_aside: string[];
  hold?: Hold | undefined;
  unfinished: boolean;
  readonly errors: string[];
}

export const newNotes = (): Notes => ({
  desired: 0,
  running: 0,
  started: [],
  put_back: [],
  unanswered: [],
  closed: [],
  set_aside: [],
  unfinished: false,
  errors: [],
});

export const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
