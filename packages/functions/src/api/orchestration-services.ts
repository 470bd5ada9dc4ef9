import type { Caller } from "@switchyard/core/uploads/caller.ts";
import type * as z from "zod";
import type {
  BulkAnswer,
  BulkRequest,
  Done,
  JobHistory,
  JobNow,
  JobPreview,
  JobToCome,
  LabourerNow,
  StartAnswer,
  TaskHistory,
  TaskReason,
  TaskSummary,
  TasksQuery,
} from "./orchestration-schemas.ts";

type Of<S extends () => z.ZodType> = z.output<ReturnType<S>>;

/** Who operates, and why: kept with what was done. */
export interface By {
  readonly by: Caller["id"];
  readonly reason: string;
}

/** What the reading routes call. They throw `UnknownLabourerError`, `TaskNotFoundError`. */
export interface OrchestrationServices {
  labourers(): Promise<readonly Of<typeof LabourerNow>[]>;
  tasks(
    asked: Of<typeof TasksQuery>,
  ): Promise<{ tasks: readonly Of<typeof TaskSummary>[]; cursor?: string | undefined }>;
  task(id: string): Promise<Of<typeof TaskHistory>>;
  explain(id: string): Promise<Of<typeof TaskReason>>;
}

/** What the others call. They throw the same, and what a job or a labourer may refuse. */
export interface OperationServices {
  /** Each tells whether anything changed. */
  operateLabourer(
    id: string,
    action: "pause" | "resume" | "drain",
    who: By,
  ): Promise<{ changed: boolean }>;
  operateTask(
    id: string,
    action: "pause" | "resume" | "cancel" | "retry",
    who: By,
  ): Promise<{ changed: boolean }>;
  startTask(id: string, how: { beyondLimits: boolean }, who: By): Promise<Of<typeof StartAnswer>>;
  operateJob(
    id: string,
    action: "pause" | "resume" | "drain" | "cancel",
    who: By,
  ): Promise<Of<typeof Done>>;
  bulk(asked: Of<typeof BulkRequest>, by: Caller["id"]): Promise<Of<typeof BulkAnswer>>;
}

/** What the routes of jobs call. They throw `JobRefusedError`, `JobNotFoundError`. */
export interface JobServices {
  previewJob(job: Of<typeof JobToCome>): Promise<Of<typeof JobPreview>>;
  /** `correlation` goes with every task of a job that names none. */
  scheduleJob(job: Of<typeof JobToCome>, correlation: string): Promise<Of<typeof JobNow>>;
  jobs(asked: {
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ jobs: readonly Of<typeof JobNow>[]; cursor?: string | undefined }>;
  job(id: string): Promise<Of<typeof JobHistory>>;
}
