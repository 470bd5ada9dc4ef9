import { answerOf } from "@switchyard/functions/client.ts";
import type { PageApi } from "./api.ts";

export type LabourerNow = Awaited<ReturnType<typeof readLabourers>>["labourers"][number];
export type TaskHistory = Awaited<ReturnType<typeof readTask>>;
export type TaskState = TaskHistory["state"];
export type TaskSummary = Awaited<ReturnType<typeof listTasks>>["tasks"][number];
export type Count = LabourerNow["queued"];

interface TasksAsked {
  readonly labourer: string;
  readonly state: TaskState;
  readonly cursor?: string;
}

export const readLabourers = (api: PageApi) => answerOf(api.labourers.$get());

export const listTasks = (api: PageApi, asked: TasksAsked) =>
  answerOf(api.tasks.$get({ query: { ...asked, limit: "50" } }));

export const readTask = (api: PageApi, id: string) =>
  answerOf(api.tasks[":id"].$get({ param: { id } }));

export const explainTask = (api: PageApi, id: string) =>
  answerOf(api.tasks[":id"].why.$get({ param: { id } }));

export type JobNow = Awaited<ReturnType<typeof listJobs>>["jobs"][number];
export type JobPreview = Awaited<ReturnType<typeof previewJob>>;

/** A job as a person writes it. */
export type Job = Record<string, unknown>;

export const listJobs = (api: PageApi) => answerOf(api.jobs.$get({ query: { limit: "20" } }));
export const previewJob = (api: PageApi, job: Job) =>
  answerOf(api.jobs.preview.$post({ json: { job } }));
export const scheduleJob = (api: PageApi, job: Job, id: string) =>
  answerOf(api.jobs.$post({ json: { job, id } }));

export type JobHistory = Awaited<ReturnType<typeof readJob>>;
export const readJob = (api: PageApi, id: string) =>
  answerOf(api.jobs[":id"].$get({ param: { id } }));
