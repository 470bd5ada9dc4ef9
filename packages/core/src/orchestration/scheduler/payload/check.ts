import { InvalidJobError } from "../../errors.ts";
import { type Labourer } from "../../labourer.ts";
import type { Fields } from "../fields.ts";
import { issueBy } from "./json-schema.ts";

/** What says how a job is chunked travels in its payloads; no schema has to know it. */
const ofChunking = /^(isolate_\w+|max_\w+_per_batch|job_schema_name)$/;

/** Throws `InvalidJobError` where a payload isn't as the labourer's `payload_schema` wants it. */
export function checkPayload(payload: Fields, { payload_schema }: Labourer): void {
  if (!payload_schema) return;
  const kept = Object.entries(payload).filter(([name]) => !ofChunking.test(name));
  const issue = issueBy(payload_schema, Object.fromEntries(kept), "payload");
  if (issue) throw new InvalidJobError([issue]);
}
