import { getRow, getRows, rowsOf } from "../../store/read.ts";
import { type Store } from "../../store/store.ts";
import { JobNotFoundError } from "../errors.ts";
import { type JobRecord, jobKey, recordOfRow } from "./record.ts";

/** One job's record, read consistently. Throws `JobNotFoundError`. */
export async function getJob(jobId: string, store: Store): Promise<JobRecord> {
  const row = await getRow("flow", jobKey(jobId), store);
  if (!row) throw new JobNotFoundError(jobId);
  return recordOfRow(row);
}

export interface JobPage {
  readonly jobs: readonly JobRecord[];
  /** Goes on after them, if there are more. */
  readonly next?: string;
}

/** Jobs, newest first; at most 100 a page. `labourerId` leaves out others'. */
export async function listJobs(
  { limit = 50, after, labourerId }: ListJobs,
  store: Store,
): Promise<JobPage> {
  const rows = rowsOf(
    {
      table: "flow",
      where: { expression: "#partition = :jobs", values: { ":jobs": "jobs" } },
      descending: true,
      after: after === undefined ? undefined : { partition: "jobs", sort: after },
    },
    store,
  );
  const most = Math.min(limit, 100);
  const found: { readonly id: string; readonly sort: string }[] = [];
  for await (const row of rows) {
    if (labourerId !== undefined && row["labourer_id"] !== labourerId) continue;
    found.push({ id: String(row["job_id"]), sort: String(row["sort"]) });
    if (found.length > most) break;
  }
  const shown = found.slice(0, most);
  const read = await getRows(
    "flow",
    shown.map(({ id }) => jobKey(id)),
    store,
  );
  const records = new Map(read.map((row) => [row["job_id"], recordOfRow(row)]));
  const jobs = shown.flatMap(({ id }) => records.get(id) ?? []);
  return { jobs, ...(found.length > most && { next: shown.at(-1)?.sort }) };
}

export interface ListJobs {
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
  readonly labourerId?: string;
}

/** Ids of jobs whose load was left alone, oldest id first: nobody holds it any more. At most 100. */
export async function abandonedJobs(store: Store): Promise<string[]> {
  const where = { expression: "#partition = :loading", values: { ":loading": "jobs#loading" } };
  const ids: string[] = [];
  for await (const row of rowsOf({ table: "flow", where, limit: 100 }, store))
    ids.push(String(row["sort"]));
  const rows = await getRows("flow", ids.map(jobKey), store);
  return rows
    .map(recordOfRow)
    .filter(({ state, until = 0 }) => state === "loading" && until < store.now())
    .map(({ job_id }) => job_id);
}
