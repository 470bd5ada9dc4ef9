import { freeKeysLeftBehind } from "../../moves/left-behind.ts";
import { getRow } from "../../store/read.ts";
import { transact, type Refusal } from "../../store/transact.ts";
import type { Write } from "../../store/write.ts";
import { LoadTakenError } from "../errors.ts";
import { heldChange } from "../jobs/lease.ts";
import { type JobRecord, jobKey, recordOfRow } from "../jobs/record.ts";
import { type SchedulerSettings } from "../settings.ts";
import { type Batch, writesOf } from "./batch.ts";
import { type Creation } from "./creation.ts";
import { type Position } from "./rows.ts";
import { isUnanswered } from "./unanswered.ts";

/** A batch with the index of each creation's task in its job. */
export interface IndexedBatch extends Batch {
  readonly indexOf: (creation: Creation) => number;
  /** The checkpoint when it is written. */
  readonly after: Position;
  /** What must hold with it. */
  readonly beside?: readonly Write[];
}

export interface Written {
  readonly record: JobRecord;
  readonly created: readonly Creation[];
}

const mostLeftOut = 1_000;

/**
 * One transaction: the tasks, and the checkpoint's move from before them to behind them. Tasks
 * whose keys are taken are left out and counted, the others sent again. `undefined`: what must hold
 * beside it doesn't.
 *
 * Throws `LoadTakenError`, and what DynamoDB says; then the checkpoint tells what was written.
 */
export async function writeBatch(
  batch: IndexedBatch,
  record: JobRecord,
  holder: string,
  settings: SchedulerSettings,
): Promise<Written | undefined> {
  const { store } = settings;
  const { beside = [] } = batch;
  let created = batch.creations;
  const out = [...batch.doubles];
  for (let freed = false; ;) {
    const change = { ...batch.after, ...counted(record, out.map(batch.indexOf)) };
    const checkpoint = moved(heldChange(record, holder, change, settings), record);
    const writes = writesOf(created, store.now());
    const refusals = await sure(
      [checkpoint, ...beside, ...writes],
      { ...record, ...change },
      holder,
      settings,
    );
    if (!refusals) return { record: { ...record, ...change }, created };
    if (refusals[0]?.refused) throw new LoadTakenError(record.job_id);
    if (refusals.slice(1, 1 + beside.length).some(({ refused }) => refused)) return undefined;
    // Once a batch: a key that is taken again meanwhile is taken.
    const rows = refusals.flatMap(({ refused, row }) => (refused ? [row] : []));
    if (!freed && (await freeKeysLeftBehind(rows, store)) > 0) {
      freed = true;
      continue;
    }
    const shared =
      1 + beside.length + writes.length - created.flatMap((creation) => creation.writes).length;
    const refused = refusedAmong(created, refusals.slice(shared));
    out.push(...refused);
    created = created.filter((creation) => !refused.has(creation));
  }
}

const counted = ({ duplicates, left_out: before }: JobRecord, indexes: readonly number[]) => ({
  duplicates: duplicates + indexes.length,
  left_out: [...before, ...indexes].slice(0, mostLeftOut),
});

type Update = ReturnType<typeof heldChange>;

function moved({ condition, ...update }: Update, { loaded }: JobRecord): Update {
  const expression = `${condition?.expression} AND #loaded = :before`;
  return {
    ...update,
    condition: { expression, values: { ...condition?.values, ":before": loaded } },
  };
}

function refusedAmong(creations: readonly Creation[], refusals: readonly Refusal[]) {
  const refused = new Set<Creation>();
  let from = 0;
  for (const creation of creations) {
    const own = refusals.slice(from, (from += creation.writes.length));
    if (own.some((refusal) => refusal.refused)) refused.add(creation);
  }
  return refused;
}

const resends = 3;

/** Sends until it is known what became of it: `undefined` when it was done. */
async function sure(
  writes: readonly Write[],
  wanted: JobRecord,
  holder: string,
  { store }: SchedulerSettings,
): Promise<readonly Refusal[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await transact(writes, store);
      if (answer.done || !answer.refusals[0]?.refused)
        return answer.done ? undefined : answer.refusals;
      // Moved already, by an earlier try whose answer was lost?
      return isMoved(answer.refusals[0].row, wanted, holder) ? undefined : answer.refusals;
    } catch (error) {
      if (!isUnanswered(error) || attempt === resends) throw error;
      const row = await getRow("flow", jobKey(wanted.job_id), store);
      if (isMoved(row, wanted, holder)) return undefined;
    }
  }
}

/** The checkpoint is where this holder's batch would have put it: nobody else moves it. */
function isMoved(row: object | undefined, { loaded }: JobRecord, holder: string): boolean {
  const found = row && recordOfRow({ ...row });
  return found?.holder === holder && found.loaded === loaded;
}
