import { type Labourer } from "../../labourer.ts";
import { taskIdOf } from "../ids.ts";
import { type JobOptions } from "../job/options.ts";
import { type JobRecord } from "../jobs/record.ts";
import { type SchedulerSettings } from "../settings.ts";
import { BatchRoom } from "./batch.ts";
import { type Creation, creationOf } from "./creation.ts";
import { bodyOf, storeLarge } from "../payload/payload.ts";
import { type Places } from "../../greenfield.ts";
import { type Loaded, type Position } from "./rows.ts";
import { type IndexedBatch } from "./write-batch.ts";

export interface Load {
  readonly record: JobRecord;
  readonly places: Places;
  readonly labourer: Labourer;
  readonly options: JobOptions;
  /** Whether tasks are to wait until somebody resumes the job. */
  readonly isHeld: () => boolean;
}

/** A load's rows as full transactions; one in memory at a time. */
export async function* batchesOf(
  rows: AsyncIterable<Loaded>,
  load: Load,
  settings: SchedulerSettings,
): AsyncGenerator<IndexedBatch> {
  const indexes = new Map<Creation, number>();
  const indexOf = (creation: Creation) => indexes.get(creation) ?? 0;
  // The checkpoint goes with each, and with held ones that they still are.
  let room = new BatchRoom(load.isHeld() ? 2 : 1);
  let after: Position | undefined;
  for await (const row of rows) {
    const creation = await created(row, load, settings);
    if (!room.add(creation)) {
      if (after) yield { ...contents(room), indexOf, after };
      indexes.clear();
      room = new BatchRoom(load.isHeld() || creation.task.held ? 2 : 1);
      room.add(creation);
    }
    indexes.set(creation, row.after.loaded - 1);
    ({ after } = row);
  }
  if (after) yield { ...contents(room), indexOf, after };
}

const contents = ({ creations, doubles }: BatchRoom) => ({ creations, doubles });

async function created(
  { payload: fields, after }: Loaded,
  load: Load,
  settings: SchedulerSettings,
) {
  const payload = bodyOf(fields);
  const { record, places, labourer, options } = load;
  const index = after.loaded - 1;
  const taskId = taskIdOf(record.job_id, index);
  const payloadRef = await storeLarge(taskId, payload, settings);
  const greenfield = places.first + index * places.apart;
  const coming = { taskId, jobId: record.job_id, payload, payloadRef, greenfield };
  return creationOf(coming, labourer, options, settings.store, load.isHeld());
}
