import type { Job } from "../../api/orchestration.ts";

/** What was written, as a job; else why it is none. Pure. */
export function readJob(text: string): { readonly job: Job } | { readonly why: string } {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { job: { ...value } } : { why: "A job is a JSON object: { … }." };
  } catch (error) {
    const told = error instanceof Error ? error.message : "";
    return { why: `This is not JSON. ${told}` };
  }
}

/** A job to begin with. Pure. */
export const template = (labourer: string): string =>
  JSON.stringify({ lambda_name: labourer, period: "yesterday" }, null, 2);
