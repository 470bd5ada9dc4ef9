import { type Key } from "../../tables.ts";
import { type Row } from "../../store/write.ts";

/** A job that was accepted, as a row of the flow table. Its first transaction accepts it, for good. */
export interface JobRecord {
  readonly job_id: string;
  readonly labourer_id: string;
  /** Goes with every task to its worker's log lines. */
  readonly correlation_id?: string;
  readonly state: "loading" | "loaded" | "cancelled";
  /** Tasks it has altogether. */
  readonly count: number;
  /** The checkpoint: how many of them were dealt with, and where the next one's line begins. */
  readonly loaded: number;
  readonly file: number;
  /** Bytes. */
  readonly offset: number;
  /** Queue files that are whole; a small job has none. */
  readonly files: number;
  readonly tasks_per_file: number;
  /** How many were left out because of their keys, and which (the first 1,000). */
  readonly duplicates: number;
  readonly left_out: readonly number[];
  /** The first task's greenfield and the distance between two, once they are known. */
  readonly first?: number;
  readonly apart?: number;
  /** Seconds; the job's "today" too, whenever it is resumed. */
  readonly created_at: number;
  /** The job as it was asked for, as JSON, or the key of the queue bucket where it lies. */
  readonly request?: string;
  readonly request_ref?: string;
  /** Who loads it, and until when (ms) nobody else may. */
  readonly holder?: string;
  readonly until?: number;
  readonly expires_at?: number;
}

export const jobKey = (jobId: string): Key => ({ partition: `job#${jobId}`, sort: "job" });

/** All jobs, oldest first. */
export const listingKey = ({ job_id, created_at }: Pick<JobRecord, "job_id" | "created_at">) => ({
  partition: "jobs",
  sort: `${String(Math.round(created_at * 1_000)).padStart(15, "0")}#${job_id}`,
});

/** Those being loaded, so that one that was left alone is found. */
export const loadingKey = (jobId: string): Key => ({ partition: "jobs#loading", sort: jobId });

// This project alone writes these rows.
export const recordOfRow = (row: Row): JobRecord => row as unknown as JobRecord;
