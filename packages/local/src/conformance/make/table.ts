import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { type World } from "../world.ts";

/** A new table with the key `pk` (a string) and, where asked for, `sk` (a string). */
export async function makeTable(
  world: World,
  { sortKey = false, ...more }: Partial<CreateTableCommandInput> & { sortKey?: boolean } = {},
): Promise<string> {
  const TableName = world.name("table");
  const keys = sortKey ? (["pk", "sk"] as const) : (["pk"] as const);
  await world.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: keys.map((AttributeName, i) => ({
        AttributeName,
        KeyType: i === 0 ? "HASH" : "RANGE",
      })),
      ...more,
    }),
  );
  world.onEnd(() => world.dynamodb.send(new DeleteTableCommand({ TableName })));
  const limits = { client: world.dynamodb, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 };
  await waitUntilTableExists(limits, { TableName });
  return TableName;
}
