import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DeleteTableCommand,
  GetItemCommand,
  type GlobalSecondaryIndex,
  PutItemCommand,
  QueryCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { eventually, mustBe, mustRefuse } from "../expect.ts";
import { makeTable } from "../make/table.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

export const tableProbes = probes("Settings of tables", {
  "tables.index": ["An index is queried in order, and holds only items with its key", index],
  "tables.index-keys": ["A page of an index continues where it ended", indexPages],
  "tables.index-read": ["A consistent read of an index is refused", indexRead],
  "tables.index-name": ["An index's name has at least 3 characters", indexName],
  "tables.ttl": ["A time to live is set and told", ttl],
  "tables.ttl-expires": ["An item past its time is deleted (on AWS within days)", ttlExpires],
  "tables.recovery": ["Point-in-time recovery is switched on and told", recovery],
  "tables.protection": ["A protected table isn't deleted", protection],
  "tables.stream": ["A stream is switched on and told", stream],
});

const sort: AttributeDefinition[] = [
  { AttributeName: "pk", AttributeType: "S" },
  { AttributeName: "owner", AttributeType: "S" },
  { AttributeName: "at", AttributeType: "N" },
];

const byOwner: GlobalSecondaryIndex = {
  IndexName: "by_owner",
  KeySchema: [
    { AttributeName: "owner", KeyType: "HASH" },
    { AttributeName: "at", KeyType: "RANGE" },
  ],
  Projection: { ProjectionType: "ALL" },
};

async function indexed(world: World) {
  const AttributeDefinitions = sort;
  const TableName = await makeTable(world, {
    AttributeDefinitions,
    GlobalSecondaryIndexes: [byOwner],
  });
  for (const [pk, at] of [
    ["a", "10"],
    ["b", "9"],
    ["c", "-1"],
  ] as const) {
    const Item = { pk: { S: pk }, owner: { S: "me" }, at: { N: at } };
    await world.dynamodb.send(new PutItemCommand({ TableName, Item }));
  }
  const bare = { pk: { S: "sparse" } };
  await world.dynamodb.send(new PutItemCommand({ TableName, Item: bare }));
  const query = {
    TableName,
    IndexName: "by_owner",
    KeyConditionExpression: "#o = :me",
    ExpressionAttributeNames: { "#o": "owner" },
    ExpressionAttributeValues: { ":me": { S: "me" } },
  };
  return { TableName, query };
}

async function index(world: World) {
  const { query } = await indexed(world);
  const look = async (ScanIndexForward: boolean) => {
    const found = await world.dynamodb.send(new QueryCommand({ ...query, ScanIndexForward }));
    return found.Items?.map(({ pk }) => pk?.S);
  };
  const all = async () => ((await look(true))?.length === 3 ? true : undefined);
  await eventually(all, "three items in the index");
  mustBe(await look(true), ["c", "b", "a"], "in order");
  mustBe(await look(false), ["a", "b", "c"], "backwards");
}

async function indexPages(world: World) {
  const { query } = await indexed(world);
  const seen: (string | undefined)[] = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await world.dynamodb.send(
      new QueryCommand({ ...query, Limit: 2, ExclusiveStartKey }),
    );
    seen.push(...(page.Items ?? []).map(({ pk }) => pk?.S));
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey !== undefined);
  mustBe(seen, ["c", "b", "a"], "over all pages");
}

async function indexRead(world: World) {
  const { query } = await indexed(world);
  const read = world.dynamodb.send(new QueryCommand({ ...query, ConsistentRead: true }));
  await mustRefuse(read, "a consistent read", "ValidationException");
}

async function indexName(world: World) {
  const made = world.dynamodb.send(
    new CreateTableCommand({
      TableName: world.name("table"),
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: sort,
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [{ ...byOwner, IndexName: "ix" }],
    }),
  );
  await mustRefuse(made, "2 characters", "ValidationException");
}

async function withTtl(world: World) {
  const TableName = await makeTable(world);
  const TimeToLiveSpecification = { AttributeName: "expires", Enabled: true };
  const set = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification });
  await world.dynamodb.send(set);
  return TableName;
}

async function ttl(world: World) {
  const TableName = await withTtl(world);
  const ask = new DescribeTimeToLiveCommand({ TableName });
  const { TimeToLiveDescription } = await world.dynamodb.send(ask);
  const { AttributeName, TimeToLiveStatus = "" } = TimeToLiveDescription ?? {};
  mustBe(AttributeName, "expires", "its attribute");
  mustBe(TimeToLiveStatus.startsWith("ENABL"), true, "it is enabled");
}

async function ttlExpires(world: World) {
  const TableName = await withTtl(world);
  const past = String(Math.floor(Date.now() / 1_000) - 60);
  const Item = { pk: { S: "a" }, expires: { N: past } };
  await world.dynamodb.send(new PutItemCommand({ TableName, Item }));
  const get = new GetItemCommand({ TableName, Key: { pk: { S: "a" } } });
  const look = async () => {
    const found = await world.dynamodb.send(get);
    return found.Item === undefined ? true : undefined;
  };
  await eventually(look, "the item gone", { withinMs: 20_000, everyMs: 1_000 });
}

async function recovery(world: World) {
  const TableName = await makeTable(world);
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  const set = { TableName, PointInTimeRecoverySpecification };
  await world.dynamodb.send(new UpdateContinuousBackupsCommand(set));
  const told = await world.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  const status = told.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  mustBe(status?.PointInTimeRecoveryStatus, "ENABLED", "its status");
}

async function protection(world: World) {
  const TableName = await makeTable(world, { DeletionProtectionEnabled: true });
  const remove = world.dynamodb.send(new DeleteTableCommand({ TableName }));
  const open = { TableName, DeletionProtectionEnabled: false };
  world.onEnd(() => world.dynamodb.send(new UpdateTableCommand(open)));
  await mustRefuse(remove, "deleting it", "ValidationException");
}

async function stream(world: World) {
  const StreamSpecification = { StreamEnabled: true, StreamViewType: "KEYS_ONLY" } as const;
  const TableName = await makeTable(world, { StreamSpecification });
  const { Table } = await world.dynamodb.send(new DescribeTableCommand({ TableName }));
  mustBe(Table?.StreamSpecification, StreamSpecification, "its settings");
  mustBe(/\/stream\//.test(Table?.LatestStreamArn ?? ""), true, "it has an ARN");
}
