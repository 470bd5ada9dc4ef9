import type { CsvProfile } from "@switchyard/core/pipeline/transforms/csv-conversion.ts";

/** A CSV's profile, if that is what a text holds. Pure. */
export function profileIn(text: string): CsvProfile | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isProfile(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isProfile(read: unknown): read is CsvProfile {
  if (typeof read !== "object" || read === null) return false;
  const { rows, columns } = read as Partial<CsvProfile>;
  return typeof rows === "number" && Array.isArray(columns) && columns.every(isColumn);
}

function isColumn(column: unknown): boolean {
  if (typeof column !== "object" || column === null) return false;
  const { name, type, nulls, missing } = column as Partial<CsvProfile["columns"][number]>;
  return (
    [name, type].every((text) => typeof text === "string") &&
    [nulls, missing].every(Number.isFinite)
  );
}
