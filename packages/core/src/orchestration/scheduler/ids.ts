import { createHash } from "node:crypto";

/** The id of a job's task, by its place from 0: a load that is repeated makes the same ones. */
export const taskIdOf = (jobId: string, index: number): string => hash(`${jobId}#${index}`);

/** 32 hexadecimal digits of SHA-256. */
export const hash = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 32);
