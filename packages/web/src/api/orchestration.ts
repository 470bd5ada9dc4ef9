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
