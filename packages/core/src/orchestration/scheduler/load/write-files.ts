import { fileKey } from "../file/keys.ts";
import { writeLines } from "../file/write.ts";
import type { Fields } from "../fields.ts";
import { changeHeld } from "../jobs/lease.ts";
import { type JobRecord } from "../jobs/record.ts";
import { isLate, type SchedulerSettings } from "../settings.ts";

/** Tasks of a job that needs no queue file. */
export const smallJob = 99;

const filesOf = ({ count, tasks_per_file: each }: JobRecord) =>
  count <= smallJob ? 0 : Math.ceil(count / each);

/** Whether all of a job's queue files are there. */
export const areFilesWhole = (record: JobRecord) => record.files >= filesOf(record);

/**
 * Streams a job's payloads to its queue files, those that are missing. Ends before them when the
 * time is short: then the next run goes on with the file that was begun.
 */
export async function writeFiles(
  begun: JobRecord,
  payloads: () => Iterable<Fields>,
  holder: string,
  settings: SchedulerSettings,
): Promise<JobRecord> {
  let record = begun;
  if (areFilesWhole(record)) return record;
  const { s3, queueBucket: bucket, prefix } = settings;
  const lines = Iterator.from(payloads())
    .drop(record.files * record.tasks_per_file)
    .map((payload) => JSON.stringify(payload));
  while (!areFilesWhole(record) && !isLate(settings)) {
    const key = fileKey(prefix, record.job_id, record.files);
    const beforePart = keepAwake(record, holder, settings);
    await writeLines(upTo(lines, record.tasks_per_file), { s3, bucket, key, beforePart });
    record = await changeHeld(record, holder, { files: record.files + 1 }, settings);
  }
  return record;
}

/** The next ones of an iterator, which stays open: `take` would close it. */
function* upTo<T>(values: Iterator<T>, count: number): Generator<T> {
  for (let taken = 0; taken < count; taken++) {
    const next = values.next();
    if (next.done) return;
    yield next.value;
  }
}

/** Renews the lease while a file is written, where a third of it is over. */
function keepAwake(record: JobRecord, holder: string, settings: SchedulerSettings) {
  const { store, leaseMs } = settings;
  let renewed = store.now();
  return async () => {
    if (store.now() < renewed + leaseMs / 3) return;
    renewed = store.now();
    await changeHeld(record, holder, {}, settings);
  };
}
