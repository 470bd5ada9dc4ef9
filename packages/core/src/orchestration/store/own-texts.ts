import { type Row } from "./write.ts";

/** What this project adds to tasks as text. */
const names = [
  "job_id",
  "flow_key",
  "idempotency_key",
  "singleton_key",
  "correlation_id",
  "failure",
  "cancelled_by",
  "cancel_reason",
] as const;

/**
 * A row whose own texts are texts. Python's client doesn't know them, and writes one that looks
 * like a number or a truth value back as such, when it moves a task between tables. Pure.
 */
export function withOwnTexts(row: Row): Row {
  const changed = names.filter((name) => isChanged(row[name]));
  if (changed.length === 0) return row;
  return { ...row, ...Object.fromEntries(changed.map((name) => [name, String(row[name])])) };
}

const isChanged = (value: unknown) => typeof value === "number" || typeof value === "boolean";
