import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { namesIn } from "../../aws/expressions.ts";
import { readRecord, type FileRecord } from "../ledger/record.ts";
import { type LedgerAccess } from "../ledger/write.ts";
import { type List, type Position } from "./cursor.ts";

export interface PageAsked extends List {
  readonly limit: number;
  readonly after?: Position;
}

export interface Page {
  readonly records: readonly FileRecord[];
  /** Where the next page begins; absent after the last. */
  readonly end?: Position;
}

const mostRequests = 10;
const smallestRead = 100;

/**
 * One page of an owner's files, newest first. A prefix is filtered after reading, so that a page
 * may be short: it ends after ten requests at the latest.
 */
export async function queryFiles(asked: PageAsked, access: LedgerAccess): Promise<Page> {
  const records: FileRecord[] = [];
  let after = asked.after;
  for (let requests = 0; requests < mostRequests; requests++) {
    const page = await queryOnce(asked, after, access);
    const room = asked.limit - records.length;
    records.push(...page.records.slice(0, room));
    if (page.records.length > room) return { records, end: records.at(-1) };
    if (!page.end) return { records };
    after = page.end;
    if (records.length === asked.limit) break;
  }
  return { records, end: after };
}

async function queryOnce(
  asked: PageAsked,
  after: Position | undefined,
  { db, table }: LedgerAccess,
) {
  const { owner, state, prefix, limit } = asked;
  const index = state === undefined ? "owner" : "owner_state";
  const is = state === undefined ? owner : `${owner}#${state}`;
  const expression = `#${index} = :is`;
  const filter = prefix === "" ? undefined : "begins_with(#key, :prefix)";
  const answer = await db.send(
    new QueryCommand({
      TableName: table,
      IndexName: state === undefined ? "by_owner" : "by_state",
      ScanIndexForward: false,
      KeyConditionExpression: expression,
      FilterExpression: filter,
      ExpressionAttributeNames: namesIn(`${expression} ${filter}`),
      ExpressionAttributeValues: { ":is": is, ...(filter && { ":prefix": prefix }) },
      Limit: Math.max(limit, smallestRead),
      ExclusiveStartKey: after && { ...nameOf(after), [index]: is },
    }),
  );
  const end = answer.LastEvaluatedKey;
  return { records: (answer.Items ?? []).map(readRecord), end: end && positionOf(end) };
}

const nameOf = ({ key, version, received_at }: Position) => ({ key, version, received_at });

const positionOf = (end: Readonly<Record<string, unknown>>): Position => ({
  key: String(end["key"]),
  version: String(end["version"]),
  received_at: Number(end["received_at"]),
});
