import { CreateTableCommand, type CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

type Client = Pick<DynamoDBDocumentClient, "send">;

/** A table to try things on, shared by all checks: each works under keys of its own. */
export interface DynamoDBSubject {
  readonly db: Client;
  readonly table: string;
  /** A partition that no other check uses. */
  readonly pk: string;
  /** Repeats a check until it holds: indexes lag. */
  readonly eventually: (check: () => Promise<void>) => Promise<void>;
}

/** Keys `pk` S and `sk` N; indexes `by_owner` (all), `by_name` (keys only), `by_rank` (local). */
export const tableDefinition = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: keySchema("pk", "sk"),
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "N" },
    { AttributeName: "owner_id", AttributeType: "S" },
    { AttributeName: "at_time", AttributeType: "N" },
    { AttributeName: "full_name", AttributeType: "S" },
    { AttributeName: "rank_no", AttributeType: "N" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by_owner",
      KeySchema: keySchema("owner_id", "at_time"),
      Projection: { ProjectionType: "ALL" },
    },
    {
      IndexName: "by_name",
      KeySchema: keySchema("full_name"),
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: "by_rank",
      KeySchema: keySchema("pk", "rank_no"),
      Projection: { ProjectionType: "ALL" },
    },
  ],
});

/** Makes the table. */
export async function createSubjectTable(db: Client, name: string): Promise<void> {
  await db.send(new CreateTableCommand(tableDefinition(name)));
}

/** Reads one item, consistently. */
export async function read({ db, table, pk }: DynamoDBSubject, sk: number) {
  const get = new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true });
  return (await db.send(get)).Item;
}

/** Updates one item and gives it as it is then. */
export async function update(
  { db, table, pk }: DynamoDBSubject,
  sk: number,
  expression: {
    readonly set: string;
    readonly names?: Record<string, string>;
    readonly values?: Record<string, unknown>;
    readonly condition?: string;
  },
) {
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk, sk },
      UpdateExpression: expression.set,
      ConditionExpression: expression.condition,
      ExpressionAttributeNames: expression.names,
      ExpressionAttributeValues: expression.values,
      ReturnValues: "ALL_NEW",
    }),
  );
  return Attributes;
}

function keySchema(hash: string, range?: string) {
  const first = { AttributeName: hash, KeyType: "HASH" as const };
  return range === undefined
    ? [first]
    : [first, { AttributeName: range, KeyType: "RANGE" as const }];
}
