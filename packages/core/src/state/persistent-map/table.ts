import {
  CreateTableCommand,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { type Access, toldAs } from "./access.ts";

/** Makes the map's table and waits until it can be used; one that another is making is waited for too. */
export async function makeTable(access: Access): Promise<void> {
  const { client, place } = access;
  try {
    await create(access);
    const waiting = {
      client: client as DynamoDBClient,
      maxWaitTime: 120,
      minDelay: 0.5,
      maxDelay: 5,
    };
    // All that the waiter asks of a client is `send`.
    await waitUntilTableExists(waiting, { TableName: place.tableName });
    await expireItems(access);
  } catch (error) {
    throw await toldAs(error, "table", access);
  }
}

async function create({ client, place, settings }: Access) {
  const { tableName, keyFieldName } = place;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        AttributeDefinitions: [{ AttributeName: keyFieldName, AttributeType: "S" }],
        KeySchema: [{ AttributeName: keyFieldName, KeyType: "HASH" }],
        ...(settings.billing === "provisioned"
          ? {
              BillingMode: "PROVISIONED",
              ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
            }
          : { BillingMode: "PAY_PER_REQUEST" }),
        Tags: [{ Key: "Description", Value: "State of Lambda functions, kept by PersistentMap" }],
      }),
    );
  } catch (error) {
    const isThere = error instanceof Error && error.name === "ResourceInUseException";
    if (!isThere) throw error;
  }
}

async function expireItems({ client, place, settings }: Access) {
  if (settings.ttlSeconds === undefined) return;
  const TimeToLiveSpecification = { AttributeName: "expires", Enabled: true };
  await client.send(
    new UpdateTimeToLiveCommand({ TableName: place.tableName, TimeToLiveSpecification }),
  );
}
