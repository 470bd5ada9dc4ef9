import { text } from "node:stream/consumers";
import { readFile } from "node:fs/promises";
import { UsageError } from "../../cli/command.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the command line says beside the job. */
export interface JobFlags {
  readonly labourer?: string | undefined;
  readonly "job-id"?: string | undefined;
}

/** Reads a job from a file, or from standard input for `-`. Throws `UsageError`. */
export async function readJob(source: string): Promise<unknown> {
  const content = source === "-" ? await text(process.stdin) : await contentOf(source);
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new UsageError(`${source} is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

async function contentOf(file: string) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`can't read ${file}: ${error instanceof Error ? error.message : ""}`);
  }
}

/**
 * The scheduler's event: the job, or an event that has one, with what the flags say over it. A
 * labourer that is named by a flag goes before the job's own. Pure.
 */
export function eventOf(given: unknown, flags: JobFlags): Fields {
  const { labourer, "job-id": jobId } = flags;
  const event: Fields = isFields(given) && "job" in given ? given : { job: given };
  const { job, ...around } = labourer === undefined ? event : unnamed(event);
  return {
    ...around,
    job,
    ...(labourer !== undefined && { labourer_id: labourer }),
    ...(jobId !== undefined && { job_id: jobId }),
  };
}

/** Without the labourer that the event or its job names. */
function unnamed(event: Fields): Fields {
  const job = event["job"];
  return { ...withoutNames(event), job: isFields(job) ? withoutNames(job) : job };
}

const withoutNames = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => name !== "lambda_name" && name !== "labourer_id"),
  );

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
