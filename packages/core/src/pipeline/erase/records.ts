import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import { namesIn } from "../../aws/expressions.ts";
import { queryAll } from "../ledger/read.ts";
import { laneVersion } from "../ledger/record.ts";
import { type LedgerAccess } from "../ledger/write.ts";

type Key = Record<string, string>;
const batchSize = 25;

/** The keys of an owner's ledger records, each with its lane, some at a time. */
export async function* listRecords(owner: string, ledger: LedgerAccess): AsyncGenerator<Key[]> {
  const expression = "#owner = :owner";
  const items = queryAll(
    {
      IndexName: "by_owner",
      KeyConditionExpression: expression,
      ExpressionAttributeNames: namesIn(`${expression} #key #version`),
      ExpressionAttributeValues: { ":owner": owner },
      ProjectionExpression: "#key, #version",
    },
    ledger,
  );
  let some: Key[] = [];
  for await (const { key, version } of items) {
    some.push({ key: String(key), version: String(version) });
    if (some.length < 500) continue;
    yield withLanes(some);
    some = [];
  }
  if (some.length > 0) yield withLanes(some);
}

function withLanes(records: readonly Key[]): Key[] {
  const keys = new Set(records.map(({ key = "" }) => key));
  return [...records, ...Array.from(keys, (key) => ({ key, version: laneVersion }))];
}

/** The keys of an owner's records of uploads to come. */
export async function* listUploadRecords(
  owner: string,
  access: LedgerAccess,
): AsyncGenerator<Key[]> {
  const expression = "#owner = :owner";
  const items = queryAll(
    {
      KeyConditionExpression: expression,
      ExpressionAttributeNames: namesIn(`${expression} #id`),
      ExpressionAttributeValues: { ":owner": owner },
      ProjectionExpression: "#owner, #id",
    },
    access,
  );
  for await (const { id } of items) yield [{ owner, id: String(id) }];
}

/** Deletes items by their keys, 25 to a request. */
export async function deleteItems(
  keys: readonly Key[],
  { db, table, sleep }: LedgerAccess,
): Promise<void> {
  for (let first = 0; first < keys.length; first += batchSize) {
    let requests: Requests = keys
      .slice(first, first + batchSize)
      .map((Key) => ({ DeleteRequest: { Key } }));
    for (let tries = 1; requests.length > 0; tries++) {
      if (tries > 1) await sleep(Math.min(50 * 2 ** tries, 5_000));
      requests = await writeSome(requests, db, table);
    }
  }
}

type Requests = NonNullable<BatchWriteCommandInput["RequestItems"]>[string];

async function writeSome(
  requests: Requests,
  db: Pick<DynamoDBDocumentClient, "send">,
  table: string,
): Promise<Requests> {
  const { UnprocessedItems } = await db.send(
    new BatchWriteCommand({ RequestItems: { [table]: requests } }),
  );
  return UnprocessedItems?.[table] ?? [];
}
