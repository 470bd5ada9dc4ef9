import { ownerOf } from "../keys.ts";
import { namesIn } from "../../aws/expressions.ts";
import { queryAll, scanAll } from "../ledger/read.ts";
import { readRecord, type FileRecord, type FileState } from "../ledger/record.ts";
import { type LedgerAccess } from "../ledger/write.ts";

/** Which files a recovery is about; what isn't given doesn't narrow it. */
export interface Selection {
  readonly key?: string;
  readonly prefix?: string;
  readonly owner?: string;
  readonly state?: FileState;
  /** Received at that time or later, ms since 1970. */
  readonly since?: number;
  /** Received before that time, ms since 1970. */
  readonly until?: number;
}

/**
 * The ledger's records of a selection. A key or an owner (also a prefix with one) is looked up;
 * anything else reads the whole table.
 */
export async function* select(
  selection: Selection,
  access: LedgerAccess,
): AsyncGenerator<FileRecord> {
  for await (const item of itemsOf(selection, access)) {
    const isOwnItem = String(item["version"]).startsWith("#");
    if (isOwnItem) continue;
    const record = readRecord(item);
    if (matches(record, selection)) yield record;
  }
}

/** Whether a record belongs to a selection. Pure. */
export function matches(record: FileRecord, selection: Selection): boolean {
  const { key, prefix = "", owner, state, since = 0, until = Infinity } = selection;
  return (
    (key === undefined || record.key === key) &&
    record.key.startsWith(prefix) &&
    (owner === undefined || record.owner === owner) &&
    (state === undefined || record.state === state) &&
    record.received_at >= since &&
    record.received_at < until
  );
}

function itemsOf(selection: Selection, access: LedgerAccess) {
  const { key, prefix = "" } = selection;
  if (key !== undefined) return queryAll(lookUp("#key = :key", { ":key": key }), access);
  const owner = selection.owner ?? ownerIn(prefix);
  if (owner !== undefined) return queryAll(ofOwner(owner, selection), access);
  const expression = "begins_with(#key, :prefix)";
  const scan = { FilterExpression: expression, ExpressionAttributeNames: namesIn(expression) };
  if (prefix === "") return scanAll({}, access);
  return scanAll({ ...scan, ExpressionAttributeValues: { ":prefix": prefix } }, access);
}

function ofOwner(owner: string, { state, since = 0, until = Infinity }: Selection) {
  const times = { ":since": since, ":until": Math.min(until, Number.MAX_SAFE_INTEGER) };
  const when = "#received_at BETWEEN :since AND :until";
  return state === undefined
    ? {
        IndexName: "by_owner",
        ...lookUp(`#owner = :owner AND ${when}`, { ":owner": owner, ...times }),
      }
    : {
        IndexName: "by_state",
        ...lookUp(`#owner_state = :owner AND ${when}`, { ":owner": `${owner}#${state}`, ...times }),
      };
}

const lookUp = (expression: string, values: Record<string, unknown>) => ({
  KeyConditionExpression: expression,
  ExpressionAttributeNames: namesIn(expression),
  ExpressionAttributeValues: values,
});

/** A prefix that goes beyond the first segment names its owner. */
function ownerIn(prefix: string): string | undefined {
  const owner = ownerOf(prefix);
  return prefix.includes("/") && prefix.startsWith(`${owner}/`) ? owner : undefined;
}
