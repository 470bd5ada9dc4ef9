import { type Labourer } from "../../labourer.ts";
import { type Ending, endingKey, endingPartition } from "../../operations/ending.ts";
import { stateKey, stateOfRow } from "../../orchestrator/state-row.ts";
import { jobKey } from "../../scheduler/jobs/record.ts";
import { getRow, rowsOf } from "../../store/read.ts";
import { transact } from "../../store/transact.ts";
import { updateIf } from "../../store/update.ts";
import { type Row } from "../../store/write.ts";
import { indexes } from "../../tables.ts";
import { hasTime, type Scavenging, type ScavengerReport } from "../scavenging.ts";
import { walk } from "./walk.ts";

/** Ms between two walks, longer than an index lags. */
const pause = 60_000;
/** Walks in a row that must find nothing: what one misses was on its way, and is there for the next. */
const walksNeeded = 2;
/** Holds that one run looks at. */
const mostAtOnce = 20;

/**
 * Lets go of the holds of jobs that are drained or cancelled, once no task of theirs needs them:
 * the labourer's row would keep them for ever. Of a cancelled job's tasks those that were missed
 * are cancelled on the way.
 */
export async function endHolds(
  labourer: Labourer,
  report: ScavengerReport,
  scavenging: Scavenging,
): Promise<void> {
  const { store } = scavenging;
  const range = {
    table: "flow",
    index: indexes.due,
    where: {
      expression: "#partition = :partition AND #due <= :now",
      values: { ":partition": endingPartition(labourer.id), ":now": store.now() },
    },
    consistent: true,
    limit: mostAtOnce,
  } as const;
  for await (const row of rowsOf(range, store)) {
    report.unfinished ||= !hasTime(scavenging);
    if (report.unfinished) return;
    // This project alone writes these rows.
    await lookAt(row as unknown as Ending, labourer, report, scavenging);
  }
}

async function lookAt(
  ending: Ending,
  labourer: Labourer,
  report: ScavengerReport,
  scavenging: Scavenging,
): Promise<void> {
  const { store } = scavenging;
  const state = await getRow("flow", stateKey(labourer.id), store);
  const hold = stateOfRow(state).heldJobs[ending.job_id];
  if (hold !== "cancelled" && hold !== "draining") return forget(ending, labourer, scavenging);
  const job = await getRow("flow", jobKey(ending.job_id), store);
  if (job?.["state"] === "loading") return keep(ending, labourer, {}, scavenging);
  if (hold === "draining") return letGo(ending, labourer, state, scavenging);
  const walked = await walk(ending, labourer, scavenging);
  report.cancelled += walked.cancelled;
  if (walked.goesOn) {
    report.unfinished = true;
    return keep(ending, labourer, { ...walked.goesOn, due: store.now() }, scavenging);
  }
  const walks = walked.found === 0 ? ending.walks + 1 : 0;
  if (walks >= walksNeeded) return letGo(ending, labourer, state, scavenging);
  return keep(ending, labourer, { walks, stage: 0, found: 0, after: undefined }, scavenging);
}

const unchanged = ({ write }: Ending) => ({
  expression: "#write = :was",
  values: { ":was": write },
});

/** To be looked at again. Another run may have done it meanwhile. */
async function keep(
  ending: Ending,
  { id }: Labourer,
  set: Partial<Ending>,
  { store }: Scavenging,
): Promise<void> {
  const key = endingKey(id, ending.job_id);
  const gone = "after" in set && set.after === undefined ? ["after"] : [];
  const change = { set: { due: store.now() + pause, ...set }, remove: gone };
  await updateIf({ update: "flow", key, change, condition: unchanged(ending) }, store);
}

async function forget(ending: Ending, { id }: Labourer, { store }: Scavenging): Promise<void> {
  const key = endingKey(id, ending.job_id);
  await transact([{ delete: "flow", key, condition: unchanged(ending) }], store);
}

/** The hold and its record, if both are as they were read; else the next run looks again. */
async function letGo(
  ending: Ending,
  { id }: Labourer,
  state: Row | undefined,
  { store }: Scavenging,
): Promise<void> {
  const held = (state?.["held_jobs"] ?? {}) as Readonly<Record<string, string>>;
  const others = Object.entries(held).filter(([job]) => job !== ending.job_id);
  const change = { set: { held_jobs: Object.fromEntries(others) } };
  const condition = { expression: "#held_jobs = :held", values: { ":held": held } };
  const key = endingKey(id, ending.job_id);
  await transact(
    [
      { update: "flow", key: stateKey(id), change, condition },
      { delete: "flow", key, condition: unchanged(ending) },
    ],
    store,
  );
}
