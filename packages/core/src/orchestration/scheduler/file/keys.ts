import { hash } from "../ids.ts";

/** Where a job's objects lie in the queue bucket. */
export const jobFolder = (prefix: string, jobId: string) => `${prefix}jobs/${hash(jobId)}/`;

/** One of its queue files, from 0. */
export const fileKey = (prefix: string, jobId: string, file: number) =>
  `${jobFolder(prefix, jobId)}tasks-${String(file).padStart(5, "0")}.jsonl`;

/** A task's payload that is too large for its row. */
export const payloadKey = (prefix: string, taskId: string) => `${prefix}payloads/${taskId}.json`;
