import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  ScanCommand,
  type QueryCommandInput,
  type ScanCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { type ObjectVersion } from "../upload.ts";
import { readRecord, type FileRecord } from "./record.ts";
import { type LedgerAccess } from "./write.ts";

type Name = Omit<ObjectVersion, "bucket">;
type Item = Readonly<Record<string, unknown>>;

const batchSize = 100;

/** The record of one version. */
export async function getRecord({ key, version }: Name, { db, table }: LedgerAccess) {
  const { Item } = await db.send(new GetCommand({ TableName: table, Key: { key, version } }));
  return Item && readRecord(Item);
}

/** The records of many versions, by `nameOfVersion`, 100 to a request. */
export async function getRecords(
  names: readonly Name[],
  access: LedgerAccess,
): Promise<Map<string, FileRecord>> {
  const records = new Map<string, FileRecord>();
  let wanted: Item[] = names.map(({ key, version }) => ({ key, version }));
  for (let tries = 0; wanted.length > 0;) {
    const { found, left } = await getBatch(wanted.slice(0, batchSize), access);
    for (const item of found) {
      const record = readRecord(item);
      records.set(nameOfVersion(record), record);
    }
    wanted = [...left, ...wanted.slice(batchSize)];
    tries = left.length > 0 ? tries + 1 : 0;
    if (tries > 0) await access.sleep(Math.min(50 * 2 ** tries, 5_000));
  }
  return records;
}

async function getBatch(Keys: Item[], { db, table }: LedgerAccess) {
  const RequestItems = { [table]: { Keys } };
  const answer = await db.send(new BatchGetCommand({ RequestItems }));
  return {
    found: answer.Responses?.[table] ?? [],
    left: answer.UnprocessedKeys?.[table]?.Keys ?? [],
  };
}

/** One name for a version, for maps and sets. */
export const nameOfVersion = ({ key, version }: Name) => `${key}\0${version}`;

/** Every item that a query finds, page by page. */
export async function* queryAll(
  query: Omit<QueryCommandInput, "TableName">,
  { db, table }: LedgerAccess,
): AsyncGenerator<Item> {
  let ExclusiveStartKey: Item | undefined = query.ExclusiveStartKey;
  do {
    const page = await db.send(new QueryCommand({ ...query, TableName: table, ExclusiveStartKey }));
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** Every item that a scan finds, page by page: reads the whole table. */
export async function* scanAll(
  scan: Omit<ScanCommandInput, "TableName">,
  { db, table }: LedgerAccess,
): AsyncGenerator<Item> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await db.send(new ScanCommand({ ...scan, TableName: table, ExclusiveStartKey }));
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
