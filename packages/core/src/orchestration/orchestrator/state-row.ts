import { type Health } from "../ecology/health.ts";
import { type Key } from "../tables.ts";
import { type Row } from "../store/write.ts";
import { type HealthMinute } from "./health-minutes.ts";
import { type Pause } from "./plan.ts";

/** The row of a labourer that everything about its starts is conditional on. Times in ms. */
export interface LabourerState {
  /** Token of the run that holds the lease. */
  readonly holder?: string;
  readonly until?: number;
  /** Counts the transactions that changed `recent`: a late one must not bring back an old list. */
  readonly turn: number;
  /** Somebody poked while the lease was held. */
  readonly dirty: boolean;
  /** Tasks that pokes told of. */
  readonly poked: readonly string[];
  /** Marks that the index may not show yet. */
  readonly recent: readonly RecentMark[];
  readonly paused?: Pause;
  readonly draining?: Pause;
  readonly heldJobs: Readonly<Record<string, "paused" | "draining" | "cancelled">>;
  /** Counts the changes of `heldJobs`: what was planned by an older list is refused. */
  readonly holds: number;
  readonly tokens?: number;
  readonly refilledAt?: number;
  /** How far the sweep for tasks without a lane has come. */
  readonly adoption?: Row;
  readonly health?: DecidedHealth;
  /** Of the last hour, where there are metrics. */
  readonly healthMinutes?: readonly HealthMinute[];
  readonly durations?: Durations;
}
export interface DecidedHealth extends Health {
  /** Ms since 1970. */
  readonly at: number;
}
export interface RecentMark {
  readonly task_id: string;
  readonly greenfield: number;
  readonly attempt: number;
}
/** Seconds, of the last closed tasks; `at` in ms. */
export interface Durations {
  /** Of the labourer's function. */
  readonly time_out?: number;
  readonly average: number;
  readonly max: number;
  readonly at: number;
}

export const stateKey = (labourerId: string): Key => ({
  partition: `labourer#${labourerId}`,
  sort: "state",
});

/** Reads the row; a labourer that never ran has none. */
export function stateOfRow(row: Row = {}): LabourerState {
  const poked = row["poked"];
  return {
    ...optional(row, "holder", "until", "paused", "draining", "tokens", "adoption"),
    ...(row["refilled_at"] !== undefined && { refilledAt: Number(row["refilled_at"]) }),
    ...optional(row, "health", "durations"),
    ...(row["health_minutes"] != null && {
      healthMinutes: row["health_minutes"] as readonly HealthMinute[],
    }),
    turn: Number(row["turn"] ?? 0),
    dirty: row["dirty"] === true,
    poked: poked instanceof Set ? [...poked].map(String) : [],
    recent: (row["recent"] ?? []) as readonly RecentMark[],
    heldJobs: (row["held_jobs"] ?? {}) as LabourerState["heldJobs"],
    holds: Number(row["holds"] ?? 0),
  };
}

// This project alone writes the row.
const optional = (row: Row, ...names: (keyof LabourerState)[]): Partial<LabourerState> =>
  Object.fromEntries(names.flatMap((name) => (row[name] == null ? [] : [[name, row[name]]])));
