import { InvalidJobError } from "../../errors.ts";
import { type Fields, isFields, without } from "../fields.ts";
import { generatedFields } from "../../task.ts";
import { type JobOptions, takeOptions } from "./options.ts";

/** A job as it was asked for. */
export interface JobRequest {
  /** A labourer's id or its function's name. */
  readonly labourer: string;
  /** What its tasks are made of. */
  readonly job: Fields;
  readonly options: JobOptions;
}

/**
 * Reads an event: the job itself, `{ job }`, or either as JSON text.
 *
 * `lambda_name` or `labourer_id` names the labourer; an ARN is trimmed to the function's name.
 * Throws `InvalidJobError`. Seed: Scheduler, `extract_job_from_payload`.
 */
export function parseJob(event: unknown): JobRequest {
  const envelope = read(event, "the event");
  const isWrapped = envelope["job"] !== undefined;
  const job = isWrapped ? read(envelope["job"], "job") : envelope;
  const labourer = labourerIn(job) ?? (isWrapped ? labourerIn(envelope) : undefined);
  if (labourer === undefined) throw refused("lambda_name", undefined, "the name of a labourer");
  const [options, rest] = takeOptions(job, isWrapped ? envelope : {});
  const taken = generatedFields.find((name) => rest[name] !== undefined);
  if (taken) throw refused(taken, rest[taken], "none: every task gets its own");
  return { labourer, job: without(rest, ["lambda_name", "labourer_id"]), options };
}

function read(value: unknown, field: string): Fields {
  const parsed = typeof value === "string" ? parseText(value) : value;
  if (isFields(parsed)) return parsed;
  throw refused(field, value, "an object, or one as JSON text");
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function labourerIn(fields: Fields): string | undefined {
  const name = fields["lambda_name"] ?? fields["labourer_id"] ?? undefined;
  if (name === undefined) return undefined;
  if (typeof name !== "string" || name === "")
    throw refused("lambda_name", name, "the name of a labourer");
  return functionNameIn(name);
}

const refused = (field: string, value: unknown, expected: string) =>
  new InvalidJobError([{ field, value, expected }]);

/** The function's name in an ARN, without version or alias; any other text as it is. */
export function functionNameIn(text: string): string {
  return /^arn:[\w-]+:lambda:[\w-]*:\d*:function:([^:]+)(?::.+)?$/.exec(text)?.[1] ?? text;
}
