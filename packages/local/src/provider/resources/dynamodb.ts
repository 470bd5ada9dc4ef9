import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type BillingMode,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  type ProjectionType,
  type ScalarAttributeType,
  type StreamViewType,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { unlessMissing, unlessThere, type Aws } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { arn } from "./arn.ts";

interface Index {
  name: string;
  hashKey?: string;
  rangeKey: string;
  projectionType: ProjectionType;
  nonKeyAttributes?: string[];
}
interface Table {
  name: string;
  hashKey: string;
  rangeKey?: string;
  billingMode: BillingMode;
  attributes: { name: string; type: ScalarAttributeType }[];
  globalSecondaryIndexes?: Index[];
  localSecondaryIndexes?: Index[];
  streamEnabled?: boolean;
  streamViewType?: StreamViewType;
  ttl?: { attributeName: string; enabled: boolean };
  pointInTimeRecovery?: { enabled: boolean };
  deletionProtectionEnabled?: boolean;
}

const index = (kind: string) =>
  ["name", "hashKey", "rangeKey", "projectionType", "nonKeyAttributes"].map(
    (key) => `${kind}[].${key}`,
  );

export const table: ResourceType = {
  honours: [
    "name",
    "hashKey",
    "rangeKey",
    "billingMode",
    "attributes",
    "streamEnabled",
    "streamViewType",
    "ttl",
    "pointInTimeRecovery.enabled",
    "deletionProtectionEnabled",
    ...index("globalSecondaryIndexes"),
    ...index("localSecondaryIndexes"),
  ],
  replaces: [
    "name",
    "hashKey",
    "rangeKey",
    "attributes",
    "globalSecondaryIndexes",
    "localSecondaryIndexes",
  ],
  outputs: ({ name }, where) => ({
    id: String(name),
    name,
    arn: arn(where, "dynamodb", `table/${String(name)}`),
    streamArn: arn(where, "dynamodb", `table/${String(name)}/stream/latest`),
  }),
  async put(inputs, aws) {
    const wanted = inputs as unknown as Table;
    await unlessThere(aws.dynamodb.send(new CreateTableCommand(creation(wanted))));
    await waitUntilTableExists(
      { client: aws.dynamodb, maxWaitTime: 60, minDelay: 1 },
      { TableName: wanted.name },
    );
    await putSettings(wanted, aws);
    const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName: wanted.name }));
    return Table?.LatestStreamArn ? { streamArn: Table.LatestStreamArn } : {};
  },
  async remove({ id }, { dynamodb }) {
    const protection = { TableName: id, DeletionProtectionEnabled: false };
    await unlessMissing(dynamodb.send(new UpdateTableCommand(protection)));
    await unlessMissing(dynamodb.send(new DeleteTableCommand({ TableName: id })));
  },
  async observe({ id, inputs }, { dynamodb }) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: id }));
    return { ...described(Table ?? {}), ...(await observeSettings(id, inputs, dynamodb)) };
  },
};

function creation(wanted: Table) {
  const { globalSecondaryIndexes: global, localSecondaryIndexes: local } = wanted;
  return {
    TableName: wanted.name,
    BillingMode: wanted.billingMode,
    AttributeDefinitions: wanted.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(wanted.hashKey, wanted.rangeKey),
    DeletionProtectionEnabled: wanted.deletionProtectionEnabled ?? false,
    ...(global?.length
      ? { GlobalSecondaryIndexes: global.map((one) => secondary(one, one.hashKey ?? "")) }
      : {}),
    ...(local?.length
      ? { LocalSecondaryIndexes: local.map((one) => secondary(one, wanted.hashKey)) }
      : {}),
    ...(wanted.streamEnabled
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: wanted.streamViewType } }
      : {}),
  };
}

function secondary({ name, rangeKey, projectionType, nonKeyAttributes }: Index, hashKey: string) {
  const Projection = { ProjectionType: projectionType, NonKeyAttributes: nonKeyAttributes };
  return { IndexName: name, KeySchema: keySchema(hashKey, rangeKey), Projection };
}

function keySchema(hashKey: string, rangeKey: string | undefined): KeySchemaElement[] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}

async function putSettings(wanted: Table, { dynamodb }: Aws) {
  const TableName = wanted.name;
  if (wanted.ttl) await putTimeToLive(TableName, wanted.ttl, dynamodb);
  const PointInTimeRecoverySpecification = {
    PointInTimeRecoveryEnabled: wanted.pointInTimeRecovery?.enabled ?? false,
  };
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }),
  );
}

/** AWS refuses to set what is set. */
async function putTimeToLive(
  TableName: string,
  ttl: NonNullable<Table["ttl"]>,
  dynamodb: Aws["dynamodb"],
) {
  const { TimeToLiveDescription: now } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName }),
  );
  const enabled = now?.TimeToLiveStatus === "ENABLED";
  if (enabled === ttl.enabled && (!enabled || now?.AttributeName === ttl.attributeName)) return;
  const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: ttl.enabled };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

function keysOf(schema: KeySchemaElement[] = []) {
  return {
    hashKey: schema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName,
    rangeKey: schema.find(({ KeyType }) => KeyType === "RANGE")?.AttributeName,
  };
}

/** A local index has its table's hash key, which its inputs don't repeat. */
function indexOf({
  IndexName,
  Projection,
}: Pick<GlobalSecondaryIndexDescription, "IndexName" | "Projection">) {
  return {
    name: IndexName,
    projectionType: Projection?.ProjectionType,
    nonKeyAttributes: Projection?.NonKeyAttributes,
  };
}

function described(found: TableDescription): Properties {
  return {
    name: found.TableName,
    ...keysOf(found.KeySchema),
    // AWS says nothing of it where a table never was on demand.
    billingMode: found.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    attributes: found.AttributeDefinitions?.map(({ AttributeName: name, AttributeType: type }) => ({
      name,
      type,
    })),
    globalSecondaryIndexes: found.GlobalSecondaryIndexes?.map((one) => ({
      ...indexOf(one),
      ...keysOf(one.KeySchema),
    })),
    localSecondaryIndexes: found.LocalSecondaryIndexes?.map((one) => ({
      ...indexOf(one),
      rangeKey: keysOf(one.KeySchema).rangeKey,
    })),
    streamEnabled: found.StreamSpecification?.StreamEnabled ?? false,
    streamViewType: found.StreamSpecification?.StreamViewType,
    deletionProtectionEnabled: found.DeletionProtectionEnabled ?? false,
  };
}

async function observeSettings(TableName: string, inputs: Properties, dynamodb: Aws["dynamodb"]) {
  const backups = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const pointInTimeRecovery = { enabled: recovery?.PointInTimeRecoveryStatus === "ENABLED" };
  if (!inputs["ttl"]) return { pointInTimeRecovery };
  const { TimeToLiveDescription: ttl } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName }),
  );
  const enabled = ttl?.TimeToLiveStatus === "ENABLED";
  return { pointInTimeRecovery, ttl: { attributeName: ttl?.AttributeName, enabled } };
}
