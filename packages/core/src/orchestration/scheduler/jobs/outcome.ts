import { taskIdOf } from "../ids.ts";
import { smallJob } from "../load/write-files.ts";
import { type JobRecord } from "./record.ts";

/** The event that goes on with a job. */
export interface Resumption {
  readonly resume: string;
  /** How many runs came before. */
  readonly generation: number;
}

/** What became of a job so far. */
export interface JobOutcome {
  readonly job_id: string;
  readonly labourer_id: string;
  /** What the log lines and traces of its tasks have. */
  readonly correlation_id?: string;
  readonly state: "loading" | "loaded" | "cancelled";
  /** Tasks it has altogether, those dealt with so far, those created, and those left out for their keys. */
  readonly count: number;
  readonly loaded: number;
  readonly created: number;
  readonly duplicates: number;
  /** Places in the job, from 0, of the first 1,000 left out. */
  readonly left_out: readonly number[];
  /** Ids of the tasks created, of a job of up to 99. */
  readonly task_ids?: readonly string[];
  /** Whether it isn't loaded yet. */
  readonly unfinished: boolean;
  /** The event with which a sibling goes on; absent where another run is at it. */
  readonly next?: Resumption;
}

/** Pure. `generation` of the run that leaves it to a sibling; absent where another run is loading it. */
export function outcomeOf(record: JobRecord, generation?: number): JobOutcome {
  const { job_id, labourer_id, correlation_id } = record;
  const { state, count, loaded, duplicates, left_out } = record;
  const unfinished = state === "loading";
  const created = loaded - duplicates;
  const known = {
    job_id,
    labourer_id,
    correlation_id,
    state,
    count,
    loaded,
    created,
    duplicates,
    left_out,
  };
  return {
    ...known,
    ...(count <= smallJob && { task_ids: idsOf(record) }),
    unfinished,
    ...(unfinished &&
      generation !== undefined && { next: { resume: job_id, generation: generation + 1 } }),
  };
}

function idsOf({ job_id, loaded, left_out }: JobRecord): string[] {
  const out = new Set(left_out);
  const places = Array.from({ length: loaded }, (_, index) => index);
  return places.filter((index) => !out.has(index)).map((index) => taskIdOf(job_id, index));
}
