import { type Row } from "../store/write.ts";

/** DynamoDB's largest row, in bytes. */
export const mostRowBytes = 400 * 1_024;

/** Bytes that a row's later attributes may need: status, times, tokens, reasons. */
export const roomForLater = 8 * 1_024;

/** Characters of an error's text that a row keeps. */
export const mostFailure = 1_000;

/** About a row's bytes as DynamoDB counts them, never too few. */
export const rowBytes = (row: Row): number =>
  Object.entries(row).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );

/** About a value's bytes. */
export function valueBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (value === null || value === undefined || typeof value === "boolean") return 1;
  if (typeof value === "number" || typeof value === "bigint") return 21;
  if (value instanceof Uint8Array) return value.byteLength;
  const members = value instanceof Set ? [...value] : Array.isArray(value) ? value : undefined;
  if (members) return members.reduce<number>((sum, member) => sum + 1 + valueBytes(member), 3);
  const entries = Object.entries(value);
  return 3 + entries.length + rowBytes(Object.fromEntries(entries));
}

/**
 * A row that DynamoDB takes: where another program's row leaves no room for what a move adds,
 * its largest results and statistics are left out, and `left_out` names them.
 */
export function fitted<R extends Row>(row: R): R {
  let size = rowBytes(row);
  if (size <= mostRowBytes) return row;
  const extras = Object.entries(row)
    .filter(([name]) => /^(result|stat)_/.test(name))
    .map(([name, value]) => ({ name, bytes: Buffer.byteLength(name) + valueBytes(value) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  const out: string[] = [];
  for (const { name, bytes } of extras) {
    if (size + roomForLater / 2 <= mostRowBytes) break;
    out.push(name);
    size -= bytes;
  }
  const kept = Object.entries(row).filter(([name]) => !out.includes(name));
  return { ...(Object.fromEntries(kept) as R), left_out: out.join(", ").slice(0, 1_000) };
}
