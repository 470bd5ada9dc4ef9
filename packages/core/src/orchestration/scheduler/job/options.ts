import * as z from "zod/mini";
import { issuesOf } from "../../../aws/environment.ts";
import { InvalidJobError } from "../../errors.ts";
import { type Fields, without } from "../fields.ts";

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
/** Seconds since 1970, or a time like `2026-02-28T06:00:00Z`. */
const time = z.union(
  [
    z.number().check(z.positive(), z.maximum(9_999_999_999)),
    z.pipe(
      z.iso.datetime({ offset: true }),
      z.transform((at) => Date.parse(at) / 1_000),
    ),
  ],
  "seconds since 1970, or a time like 2026-02-28T06:00:00Z",
);

const JobOptions = z.object({
  job_id: z.optional(z.string().check(z.regex(/^[\w.:/@+=-]{1,256}$/))),
  /** Only counts the tasks and shows the first; nothing is written. */
  dry_run: z.optional(z.boolean()),
  /** Not started before. */
  desired_launch_time: z.optional(time),
  /** Not started by then: closed as expired. */
  deadline: z.optional(time),
  /** 0 (default) to 9, the highest. */
  priority: z.optional(z.int().check(z.gte(0), z.lte(9))),
  /** A task with this key is accepted once; `payload.<path>` takes it from each task's payload. */
  idempotency_key: z.optional(text(512)),
  /** Seconds that an idempotency key is remembered. */
  idempotency_ttl: z.prefault(z.int().check(z.gte(1), z.lte(31_557_600)), 86_400),
  /** At most one task with this key is queued or running; a path as above. */
  singleton_key: z.optional(text(512)),
  /** Goes with every task, from the job's trigger to its worker. */
  correlation_id: z.optional(text(256)),
});

/** What a job says about its tasks, beside their payload. Times in seconds since 1970. */
export type JobOptions = Readonly<z.infer<typeof JobOptions>>;

const names = [...Object.keys(JobOptions.shape), "dryRun"];

/**
 * The options among a job's fields, which don't travel in its payloads. Those beside `job` in the
 * event come first. Throws `InvalidJobError`, which names each field.
 */
export function takeOptions(job: Fields, envelope: Fields): [JobOptions, Fields] {
  const given: Fields = Object.fromEntries(
    names.map((name) => [name, envelope[name] ?? job[name] ?? undefined]),
  );
  const { success, data, error } = JobOptions.safeParse({
    ...given,
    dry_run: given["dry_run"] ?? given["dryRun"],
  });
  if (!success) throw new InvalidJobError(issuesOf(error, given));
  return [data, without(job, names)];
}
