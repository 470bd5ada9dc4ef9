import { randomUUID } from "node:crypto";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { type JobLook, lookAtJob } from "@switchyard/core/orchestration/look/job.ts";
import { isFields } from "@switchyard/core/orchestration/scheduler/fields.ts";
import { taskIdOf } from "@switchyard/core/orchestration/scheduler/ids.ts";
import { listJobs } from "@switchyard/core/orchestration/scheduler/jobs/read.ts";
import type { JobRecord } from "@switchyard/core/orchestration/scheduler/jobs/record.ts";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { deployedStore } from "@switchyard/core/orchestration/store/deployed.ts";
import { type Store, storeOf } from "@switchyard/core/orchestration/store/store.ts";
import * as z from "zod";
import { askScheduler, tellScheduler } from "./ask-scheduler.ts";
import type { JobServices } from "./orchestration-services.ts";

interface Needs {
  readonly settings?: ReturnType<typeof orchestrationSettings>;
  readonly store?: Pick<Store, "db" | "tables"> & Partial<Store>;
  readonly client?: Pick<LambdaClient, "send">;
  readonly newId?: () => string;
}

/** Jobs as this deployment has them: read from the flow table, made by the scheduler's function. */
export function jobServices({
  settings = orchestrationSettings(),
  store: given,
  client,
  newId = randomUUID,
}: Needs = {}): JobServices {
  const store = given ? storeOf(given) : deployedStore(settings);
  const asking = { scheduler: settings.functions.scheduler, ...(client && { client }) };
  const previewJob: JobServices["previewJob"] = async ({ job }) => {
    const { labourer_id, count, first } = Preview.parse(
      await askScheduler(eventOf(job, { dry_run: true }), asking),
    );
    const shown = first.map((payload) => JSON.stringify(payload));
    return { labourer: labourer_id, count, first: shown };
  };
  return {
    previewJob,
    // Looked at first: what is wrong with it has to be told now, and a large job takes its time.
    scheduleJob: async ({ job, id = newId() }, correlation) => {
      const { labourer, count } = await previewJob({ job });
      const correlation_id = causeOf(job) ?? correlation;
      await tellScheduler(eventOf(job, { correlation_id, job_id: id, dry_run: false }), asking);
      return { id, labourer, state: "accepted", count, loaded: 0 };
    },
    jobs: async ({ limit, cursor }) => {
      const { jobs, next } = await listJobs({ limit, after: cursor }, store);
      return { jobs: jobs.map(jobAnswer), cursor: next };
    },
    job: async (id) => jobHistory(await lookAtJob(id, store)),
  };
}

/** A job, or a whole event with one in it: what the API says of it comes first. */
const eventOf = (job: Readonly<Record<string, unknown>>, more: object) =>
  "job" in job ? { ...job, ...more } : { job, ...more };

/** The correlation id that a job names itself. */
const causeOf = ({ correlation_id, job }: Readonly<Record<string, unknown>>): unknown =>
  correlation_id ?? (isFields(job) ? job["correlation_id"] : undefined);

const Preview = z.object({
  labourer_id: z.string(),
  count: z.number(),
  first: z.array(z.unknown()),
});

const shownTasks = 10;

function jobAnswer(record: JobRecord) {
  const { job_id: id, labourer_id: labourer, state, count, loaded, duplicates } = record;
  const out = new Set(record.left_out);
  const places = Array.from({ length: Math.min(loaded, shownTasks) }, (_, index) => index);
  const first = places.filter((index) => !out.has(index)).map((index) => taskIdOf(id, index));
  const createdAt = record.created_at;
  return { id, labourer, state, count, loaded, createdAt, leftOut: duplicates, first };
}

const longestRequest = 20_000;

function jobHistory({ record, held, operations }: JobLook) {
  return {
    ...jobAnswer(record),
    held,
    correlation: record.correlation_id,
    request: record.request?.slice(0, longestRequest),
    operations: operations.map(({ action, at, by, reason }) => ({
      action: String(action),
      at: Number(at ?? 0),
      by: textOf(by),
      reason: textOf(reason),
    })),
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
