import { type Attribute } from "../chunking/attributes.ts";
import { chunk } from "../chunking/chunk.ts";
import { refuseUnknownFlags } from "../chunking/unknown-flags.ts";
import { byDate } from "../dates/by-date.ts";
import { type Calendar } from "../dates/periods.ts";
import type { Fields } from "../fields.ts";

/**
 * The payloads of a job's tasks, in order: by its dates, then by its attributes.
 *
 * Pure and lazy, so that a job of a million tasks is never in memory. Throws `InvalidJobError`
 * when it comes to the value that is wrong. Seed: Scheduler, `construct_job_data`.
 */
export function* payloadsOf(
  job: Fields,
  attributes: readonly Attribute[],
  calendar: Calendar,
): Generator<Fields> {
  refuseUnknownFlags(job, attributes);
  for (const dated of byDate(job, calendar)) yield* chunk(dated, attributes);
}
