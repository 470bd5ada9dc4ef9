import type { SQSRecord } from "aws-lambda";
import { type Result } from "./function.ts";

/**
 * Which messages of a batch come again, by their ids. All of them when the invocation failed, or
 * when its answer can't be read or names a message that wasn't in the batch.
 */
export function failedItems(
  result: Result,
  records: readonly SQSRecord[],
  reportsItemFailures: boolean,
): ReadonlySet<string> {
  const all = new Set(records.map(({ messageId }) => messageId));
  if (result.kind !== "returned") return all;
  if (!reportsItemFailures || result.value === undefined || result.value === null) return new Set();
  const named = namesOf(result.value);
  return named?.every((name) => all.has(name)) ? new Set(named) : all;
}

function namesOf(value: unknown): string[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!("batchItemFailures" in value)) return Object.keys(value).length === 0 ? [] : undefined;
  const failures: unknown = value.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return undefined;
  return failures.map((failure: unknown) =>
    typeof failure === "object" && failure !== null && "itemIdentifier" in failure
      ? String(failure.itemIdentifier)
      : "",
  );
}
