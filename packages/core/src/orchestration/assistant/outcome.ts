import { shorten } from "../../errors.ts";
import { type FieldNames } from "../tables.ts";
import { valueBytes } from "../moves/size.ts";
import { type Assistant } from "./assistant.ts";
import { InvalidAssistantRequestError } from "./errors.ts";

export interface Outcome {
  readonly task_id: string;
  readonly stats?: Readonly<Record<string, unknown>> | undefined;
  readonly result?: Readonly<Record<string, unknown>> | undefined;
}

/** Bytes of one outcome in a task's row, which holds 400 KB with its payload. */
export const mostOutcomeBytes = 120_000;
/** Bytes of a field that stays in the row though the whole is too large. */
const smallField = 200;

/**
 * Writes an outcome. A row that another program filled may have no room for it: then all of it goes
 * to the queue bucket.
 */
export async function withOutcome<T>(
  outcome: Outcome,
  assistant: Pick<Assistant, "keep" | "store">,
  write: (fields: Readonly<Record<string, unknown>>) => Promise<T>,
): Promise<T> {
  try {
    return await write(await outcomeRow(outcome, assistant));
  } catch (error) {
    if (!assistant.keep || !isTooLarge(error)) throw error;
    return write(await outcomeRow(outcome, assistant, 0));
  }
}

/** DynamoDB says it of an update itself, and of a transaction among its reasons. */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const reasons: unknown = "CancellationReasons" in error ? error.CancellationReasons : [];
  const said = (Array.isArray(reasons) ? reasons : []) as readonly { readonly Message?: string }[];
  const texts = [error.message, ...said.map(({ Message = "" }) => Message)];
  return texts.some((text) => /item size[^.]* exceeded/i.test(text));
}

/**
 * An outcome as a row's attributes: `stat_*` and `result_*`, sosw's. What is larger than a row
 * allows is kept in the queue bucket, and `result_ref` says where. Text stays text, though it look
 * like a number.
 *
 * Throws `InvalidAssistantRequestError` where there is no bucket.
 */
async function outcomeRow(
  { task_id, stats = {}, result = {} }: Outcome,
  { keep, store }: Pick<Assistant, "keep" | "store">,
  most = mostOutcomeBytes,
): Promise<Readonly<Record<string, unknown>>> {
  const row = { ...prefixed("stat_", stats), ...prefixed("result_", result) };
  const bytes = valueBytes(row);
  if (bytes <= most) return row;
  const value = `${bytes} bytes`;
  const expected = `at most ${most} bytes of stats and result`;
  if (!keep) throw new InvalidAssistantRequestError([{ field: "result", value, expected }]);
  const key = `results/${task_id}/${store.newToken()}.json`;
  await keep(key, JSON.stringify({ stats, result }));
  const small = Object.entries(row).filter(([, one]) => valueBytes(one) <= smallField);
  return { ...Object.fromEntries(small.slice(0, most === 0 ? 0 : 50)), result_ref: key };
}

const prefixed = (prefix: string, fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, storable(value)]),
  );

/**
 * Attributes of any name, as expressions take them: each under a name that is made for it, and what
 * it is called in the table.
 */
export function named(row: Readonly<Record<string, unknown>>): {
  readonly set: Readonly<Record<string, unknown>>;
  readonly fields: FieldNames;
} {
  const entries = Object.entries(row).map(([name, value], index) => {
    const safe = /^\w+$/.test(name) ? name : `outcome_${index}`;
    return { safe, name, value };
  });
  return {
    set: Object.fromEntries(entries.map(({ safe, value }) => [safe, value])),
    fields: Object.fromEntries(
      entries.filter(({ safe, name }) => safe !== name).map(({ safe, name }) => [safe, name]),
    ),
  };
}

const largest = 1e38;
const smallest = 1e-128;

// DynamoDB's numbers have 38 digits and end at 1e126; the client sends whole ones as bigint only.
function storable(value: unknown): unknown {
  if (typeof value === "number") return storableNumber(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, storable(one)]));
}

function storableNumber(value: number): unknown {
  const size = Math.abs(value);
  if (size >= largest || (size > 0 && size < smallest)) return shorten(value);
  return size > Number.MAX_SAFE_INTEGER ? BigInt(Math.trunc(value)) : value;
}
