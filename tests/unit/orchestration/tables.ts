import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { indexes, type OrchestrationTables } from "@switchyard/core/orchestration/tables.ts";

type Client = Pick<DynamoDBClient, "send">;
type Attribute = readonly [name: string, type: "S" | "N"];

/** Makes the tables as the infrastructure has them, with on-demand capacity. */
export async function createTables(client: Client, tables: OrchestrationTables): Promise<void> {
  const greenfield = ["greenfield", "N"] as const;
  const labourer = ["labourer_id", "S"] as const;
  const task = ["task_id", "S"] as const;
  const all = { ProjectionType: "ALL" } as const;
  await create(client, tables.tasks, [task], {
    global: [
      { IndexName: indexes.greenfield, keys: [labourer, greenfield], Projection: all },
      { IndexName: indexes.lanes, keys: [["lane", "S"], greenfield], Projection: all },
    ],
  });
  const included = ["completed_at", "greenfield", "attempts"];
  await create(client, tables.closed, [task], {
    global: [
      {
        IndexName: indexes.closed,
        keys: [
          ["labourer_id_task_status", "S"],
          ["closed_at", "N"],
        ],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: included },
      },
    ],
  });
  await create(client, tables.retry, [labourer, task], {
    local: [
      {
        IndexName: indexes.launch,
        keys: [labourer, ["desired_launch_time", "N"]],
        Projection: all,
      },
    ],
  });
  await create(client, tables.meta, [task, ["created_at", "N"]]);
  await create(client, tables.config, [
    ["env", "S"],
    ["config_name", "S"],
  ]);
  const partition = ["partition", "S"] as const;
  await create(client, tables.flow, [partition, ["sort", "S"]], {
    local: [{ IndexName: indexes.due, keys: [partition, ["due", "N"]], Projection: all }],
  });
}

interface Index {
  readonly IndexName: string;
  readonly keys: readonly Attribute[];
  readonly Projection: {
    readonly ProjectionType: "ALL" | "INCLUDE";
    readonly NonKeyAttributes?: string[];
  };
}

async function create(
  client: Client,
  TableName: string,
  keys: readonly Attribute[],
  { global = [], local = [] }: { global?: readonly Index[]; local?: readonly Index[] } = {},
) {
  const attributes = new Map([...keys, ...[...global, ...local].flatMap((index) => index.keys)]);
  const indexesOf = (list: readonly Index[]) =>
    list.map(({ keys: own, ...index }) => ({ ...index, KeySchema: schemaOf(own) }));
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: schemaOf(keys),
      AttributeDefinitions: Array.from(attributes, ([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      })),
      BillingMode: "PAY_PER_REQUEST",
      ...(global.length > 0 && { GlobalSecondaryIndexes: indexesOf(global) }),
      ...(local.length > 0 && { LocalSecondaryIndexes: indexesOf(local) }),
    }),
  );
}

const schemaOf = (keys: readonly Attribute[]) =>
  keys.map(([AttributeName], index) => ({
    AttributeName,
    KeyType: index === 0 ? ("HASH" as const) : ("RANGE" as const),
  }));
