import {
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { consumedByWrites, type Touched } from "../capacity.ts";
import { type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { planDelete } from "./delete.ts";
import { planPut } from "./put.ts";
import { perform, type Write } from "./write.ts";

const most = 25;

export function batchWriteItem(database: Database, input: BatchWriteItemCommandInput) {
  const requests = Object.entries(input.RequestItems ?? {}).flatMap(([name, list]) =>
    list.map((request) => ({ name, request, write: plan(database, name, request) })),
  );
  if (requests.length === 0)
    throw validation("The batch write request list for a table cannot be empty");
  if (requests.length > most)
    throw validation("Too many items requested for the BatchWriteItem call");
  refuseRepeated(requests.map(({ write }) => write));
  const UnprocessedItems: Record<string, WriteRequest[]> = {};
  const touched: Touched[] = [];
  for (const { name, request, write } of requests) {
    if (database.context.random.chance(database.options.unprocessed)) {
      (UnprocessedItems[name] ??= []).push(request);
      continue;
    }
    touched.push(perform(write));
  }
  const ConsumedCapacity = consumedByWrites(input.ReturnConsumedCapacity, touched);
  return {
    UnprocessedItems,
    ...(ConsumedCapacity.length > 0 && { ConsumedCapacity }),
  } satisfies Partial<BatchWriteItemCommandOutput>;
}

/** Two writes of one item in one request are refused. */
export function refuseRepeated(
  writes: readonly Write[],
  message = "Provided list of item keys contains duplicates",
): void {
  const ids = writes.map(({ table, key }) => `${table.schema.name}|${table.id(key)}`);
  if (new Set(ids).size < ids.length) throw validation(message);
}

function plan(database: Database, TableName: string, request: WriteRequest): Write {
  const { PutRequest, DeleteRequest } = request;
  if (PutRequest) return planPut(database, { TableName, Item: PutRequest.Item });
  return planDelete(database, { TableName, Key: DeleteRequest?.Key });
}
