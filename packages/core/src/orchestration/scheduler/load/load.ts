import { transact } from "../../store/transact.ts";
import { LoadTakenError } from "../errors.ts";
import { attributesFor } from "../job/schema.ts";
import { findLabourer } from "../job/labourer.ts";
import { type JobRequest } from "../job/parse.ts";
import { payloadsOf } from "../job/tasks.ts";
import { changeHeld, heldChange, releaseLoad } from "../jobs/lease.ts";
import { type JobRecord, loadingKey } from "../jobs/record.ts";
import { isLate, type SchedulerSettings } from "../settings.ts";
import { batchesOf } from "./batches.ts";
import { holdOn, type JobHold, stillHeld } from "./held.ts";
import { paceOf } from "./pace.ts";
import { placesFor } from "./places.ts";
import { rowsFrom } from "./rows.ts";
import { tell } from "./tell.ts";
import { areFilesWhole, smallJob, writeFiles } from "./write-files.ts";
import { type Creation } from "./creation.ts";
import { writeBatch } from "./write-batch.ts";

/** How often it is asked whether the job was paused or cancelled, in batches. */
const askEvery = 25;

/**
 * Loads a job's tasks from its checkpoint on, until all are there or the time is short. Only the
 * holder of its lease can.
 *
 * Throws `LoadTakenError`, and what the services say; then it may be resumed at the checkpoint.
 */
export async function loadTasks(
  begun: JobRecord,
  request: JobRequest,
  holder: string,
  settings: SchedulerSettings,
): Promise<JobRecord> {
  const payloads = payloadsAgain(begun, request, settings);
  let record = await writeFiles(begun, payloads, holder, settings);
  if (areFilesWhole(record)) {
    record = await withPlaces(record, holder, settings);
    record = await loadRows(record, request, holder, settings);
  }
  if (record.state !== "loading") return record;
  if (record.loaded === record.count) return endLoad(record, "loaded", holder, settings);
  await releaseLoad(record, holder, settings);
  return record;
}

/** The job's payloads, as often as they are wanted, always of the day it was accepted. */
export function payloadsAgain(
  { created_at }: Pick<JobRecord, "created_at">,
  { job }: JobRequest,
  { schemas, timeZone, periods }: SchedulerSettings,
) {
  const calendar = { now: created_at * 1_000, timeZone, periods };
  return () => payloadsOf(job, attributesFor(job, schemas), calendar);
}

async function withPlaces(record: JobRecord, holder: string, settings: SchedulerSettings) {
  if (record.first !== undefined || record.count === 0) return record;
  const places = await placesFor(record.labourer_id, record.count, settings.store);
  return changeHeld(record, holder, places, settings);
}

async function loadRows(
  begun: JobRecord,
  request: JobRequest,
  holder: string,
  settings: SchedulerSettings,
): Promise<JobRecord> {
  const labourer = findLabourer(begun.labourer_id, settings.labourers);
  const rows = rowsFrom(begun, payloadsAgain(begun, request, settings), settings);
  const places = { first: begun.first ?? 0, apart: begun.apart ?? 0 };
  const pace = begun.count > smallJob ? await paceOf(settings) : () => Promise.resolve();
  let record = begun;
  let known = await holdOn(record, settings.store);
  const load = {
    record,
    places,
    labourer,
    options: request.options,
    isHeld: () => known.hold === "paused",
  };
  let number = 0;
  for await (const batch of batchesOf(rows, load, settings)) {
    if (++number % askEvery === 0) known = await holdOn(record, settings.store);
    if (known.hold !== undefined && known.hold !== "paused")
      return endLoad(record, "cancelled", holder, settings);
    const beside = besideHeld(batch.creations, record, known);
    if (isLate(settings) || !beside) return record;
    await pace(unitsOf(batch.creations));
    const written = await writeBatch({ ...batch, beside }, record, holder, settings);
    // The job was resumed meanwhile: another run makes these tasks again, from the checkpoint.
    if (!written) return record;
    ({ record } = written);
    if (number === 1 || record.loaded === record.count) await tellOf(written.created, settings);
  }
  return record;
}

/** What goes with a batch that holds tasks back; `undefined`: the pause they were made for is over. */
function besideHeld(creations: readonly Creation[], record: JobRecord, known: JobHold) {
  if (!creations.some(({ task }) => task.held)) return [];
  return known.hold === "paused" ? [stillHeld(record, known)] : undefined;
}

/** A transaction's write costs two units for each KB. */
const unitsOf = (creations: readonly Creation[]) =>
  creations.reduce((sum, { task }) => sum + 2 * Math.ceil(task.payload.length / 1_000 + 0.3), 0);

async function tellOf(created: readonly Creation[], settings: SchedulerSettings): Promise<void> {
  const startable = created.filter(({ task }) => task.desired_launch_time === undefined);
  const [first] = startable;
  if (!first) return;
  const ids = startable.slice(0, 100).map(({ task }) => task.task_id);
  await tell({ labourer_id: first.task.labourer_id, task_ids: ids }, settings);
}

async function endLoad(
  record: JobRecord,
  state: "loaded" | "cancelled",
  holder: string,
  settings: SchedulerSettings,
): Promise<JobRecord> {
  const ended = heldChange(record, holder, { state }, settings);
  const answer = await transact(
    [ended, { delete: "flow", key: loadingKey(record.job_id) }],
    settings.store,
  );
  if (!answer.done) throw new LoadTakenError(record.job_id);
  return { ...record, state };
}
