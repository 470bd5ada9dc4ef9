import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateTableCommand, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { PersistentMap, type PersistentMapSettings } from "@switchyard/core/state/persistent-map";
import { type CommandLike } from "../../models/model.ts";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { seededRandom } from "../../models/random.ts";

/** What a test does to a request on its way: before it is carried out, and with its answer. */
export interface Interference {
  before?: (name: string, command: CommandLike) => void | Promise<void>;
  after?: (name: string, command: CommandLike) => void | Promise<void>;
}

/** DynamoDB in memory with one table, and maps on it. */
export async function mapWorld({ table = true } = {}) {
  const clock = { ms: Date.UTC(2026, 0, 1) };
  const model = dynamodbModel({ now: () => clock.ms, random: seededRandom(1) });
  const calls: string[] = [];
  let interference: Interference = {};
  const send = async (command: CommandLike): Promise<object> => {
    const request = await model.prepare(command);
    calls.push(request.operation);
    await interference.before?.(request.operation, command);
    const answer = await request.apply();
    await interference.after?.(request.operation, command);
    return request.decode(answer);
  };
  const client = { send } as unknown as Pick<DynamoDBClient, "send">;
  const settings: PersistentMapSettings = {
    client,
    tableKey: "fn",
    now: () => clock.ms,
    sleep: async () => {},
  };
  if (table) await send(tableOf("AWSLambdaPersistence"));
  calls.length = 0;
  return {
    calls,
    clock,
    client,
    settings,
    send,
    interfere: (wanted: Interference = {}) => {
      interference = wanted;
    },
    open: <V = unknown>(more: PersistentMapSettings = {}) =>
      PersistentMap.open<V>(undefined, { ...settings, ...more }),
  };
}

/** How many items the table has: a scan's page ends at 1 MB. */
export async function itemsIn({ send }: MapWorld): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const scan = new ScanCommand({ TableName: "AWSLambdaPersistence", ExclusiveStartKey });
    const page = (await send(scan)) as ScanCommandOutput;
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}

export type MapWorld = Awaited<ReturnType<typeof mapWorld>>;

const tableOf = (TableName: string) =>
  new CreateTableCommand({
    TableName,
    AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
