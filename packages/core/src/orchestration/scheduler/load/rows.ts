import { fileKey } from "../file/keys.ts";
import { readLines } from "../file/read.ts";
import type { Fields } from "../fields.ts";
import { type JobRecord } from "../jobs/record.ts";
import { type SchedulerSettings } from "../settings.ts";

/** The checkpoint behind a task: how many are dealt with, and where to read on. */
export type Position = Pick<JobRecord, "loaded" | "file" | "offset">;

export interface Loaded {
  readonly payload: Fields;
  readonly after: Position;
}

/** A job's payloads from its checkpoint on: of a small job from the job itself, else from its files. */
export async function* rowsFrom(
  record: JobRecord,
  payloads: () => Iterable<Fields>,
  settings: SchedulerSettings,
): AsyncGenerator<Loaded> {
  if (record.files > 0) yield* rowsInFiles(record, settings);
  else yield* rowsOf(record, payloads());
}

function* rowsOf(record: JobRecord, payloads: Iterable<Fields>): Generator<Loaded> {
  let loaded = 0;
  for (const payload of payloads) {
    loaded++;
    if (loaded > record.loaded) yield { payload, after: { loaded, file: 0, offset: 0 } };
  }
}

async function* rowsInFiles(
  { job_id, file: begun, offset, files, loaded }: JobRecord,
  { s3, queueBucket: bucket, prefix }: SchedulerSettings,
): AsyncGenerator<Loaded> {
  let position = loaded;
  for (let file = begun; file < files; file++) {
    const key = fileKey(prefix, job_id, file);
    for await (const { text, end } of readLines({ s3, bucket, key }, file === begun ? offset : 0))
      yield {
        payload: JSON.parse(text) as Fields,
        after: { loaded: ++position, file, offset: end },
      };
  }
}
