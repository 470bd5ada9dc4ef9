import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../../aws/clients/s3.ts";
import { type Labourer } from "../labourer.ts";
import { type Store, storeOf } from "../store/store.ts";
import { jsonLog } from "../worker/log.ts";
import { type CustomPeriod } from "./dates/periods.ts";
import { type JobSchemas } from "./job/schema.ts";

/** What the scheduler is told and given. Everything but the first two has a default. */
export interface SchedulerSettings {
  readonly labourers: readonly Labourer[];
  /** The private bucket of queue files and of payloads too large for a row. */
  readonly queueBucket: string;
  /** Keys begin with it; default `scheduler/`. */
  readonly prefix: string;
  readonly schemas: JobSchemas;
  /** Says what day "today" is; default UTC. */
  readonly timeZone: string;
  /** The correlation id of jobs that have none; default none. */
  readonly correlation?: string;
  /** An app's own periods. */
  readonly periods: readonly CustomPeriod[];
  /** Tasks of one queue file, by default and at most 1,000,000. */
  readonly tasksPerFile: number;
  /** Days that a job's record is kept, and its id accepted but once; default 90. */
  readonly jobRetentionDays: number;
  /** Ms that are left to this run; default: no end. */
  readonly remainingMs: () => number;
  /** Ms before the end when a load stops for a sibling to go on; default 60,000. */
  readonly shutdownMs: number;
  /** Runs of one load, one after another; default 100. */
  readonly mostRuns: number;
  /** Ms that a load may be silent before another may take it over; default 60,000. */
  readonly leaseMs: number;
  /** Write units a second; `auto` (default) asks the table, where an on-demand one has no limit. */
  readonly writeUnits: number | "auto";
  /** Heard when the first tasks are there; pokes the orchestrator. */
  readonly poke: (poke: Poke) => Promise<unknown>;
  /** Hears of a poke that failed; by default a line of JSON. */
  readonly warn: (message: string, error: unknown) => void;
  readonly store: Store;
  readonly s3: Pick<S3Client, "send">;
}

/** New tasks that can start at once; at most 100 are named. */
export interface Poke {
  readonly labourer_id: string;
  readonly task_ids: readonly string[];
}

export type SchedulerOptions = Partial<SchedulerSettings> &
  Pick<SchedulerSettings, "labourers" | "queueBucket">;

/** The settings of a real run. */
export const schedulerOf = (options: SchedulerOptions): SchedulerSettings => ({
  prefix: "scheduler/",
  schemas: { usual: [], variants: new Map() },
  timeZone: "UTC",
  periods: [],
  tasksPerFile: 1_000_000,
  jobRetentionDays: 90,
  remainingMs: () => Infinity,
  shutdownMs: 60_000,
  mostRuns: 100,
  leaseMs: 60_000,
  writeUnits: "auto",
  poke: () => Promise.resolve(),
  warn: (message, error) => jsonLog().warn(message, { error }),
  ...options,
  store: options.store ?? storeOf(),
  s3: options.s3 ?? s3Client(),
});

/** Whether there is no time for more. */
export const isLate = ({ remainingMs, shutdownMs }: SchedulerSettings): boolean =>
  remainingMs() <= shutdownMs;
