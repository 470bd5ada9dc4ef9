import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
} from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../aws/clients/documents.ts";
import { InvalidConfigurationError } from "../errors.ts";
import { type ConfigurationSettings, configurationSettings } from "../settings.ts";
import { type ConfigurationSource, valueOf, withUnderscore } from "../source.ts";

export interface TableSourceOptions {
  readonly client?: Pick<DynamoDBDocumentClient, "send">;
  /** Default: `CONFIG_TABLE` and `CONFIG_ENV`. */
  readonly settings?: Pick<ConfigurationSettings, "table" | "env">;
}

/**
 * The DynamoDB table of configurations: `env` and `config_name` are its key, `config_value` is JSON
 * or text.
 *
 * Needs `dynamodb:GetItem`; by prefix `dynamodb:Query`; to store `dynamodb:PutItem`. Seed: DynamoConfig.
 */
export function configTable({
  client = documentClient(),
  settings = configurationSettings(),
}: TableSourceOptions = {}): ConfigurationSource {
  const { table: TableName, env } = settings;
  const name = `DynamoDB table ${TableName}`;
  return {
    name,
    async get(config_name) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: { env, config_name } }));
      return Item && valueIn(Item, config_name, name);
    },
    async getByPrefix(prefix) {
      const start = withUnderscore(prefix);
      const rows = await rowsOf(client, { TableName, env, start });
      const entries = rows.map(({ config_name, ...row }): [string, unknown] => [
        String(config_name).slice(start.length),
        valueIn(row, String(config_name), name),
      ]);
      return Object.fromEntries(entries);
    },
    async put(config_name, value) {
      const config_value = typeof value === "string" ? value : JSON.stringify(value);
      await client.send(new PutCommand({ TableName, Item: { env, config_name, config_value } }));
    },
  };
}

async function rowsOf(
  client: Pick<DynamoDBDocumentClient, "send">,
  { TableName, env, start }: { TableName: string; env: string; start: string },
) {
  const rows: Record<string, unknown>[] = [];
  let ExclusiveStartKey: QueryCommandOutput["LastEvaluatedKey"];
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "env = :env AND begins_with(config_name, :start)",
        ExpressionAttributeValues: { ":env": env, ":start": start },
        ExclusiveStartKey,
      }),
    );
    rows.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return rows;
}

function valueIn(row: Readonly<Record<string, unknown>>, config_name: string, from: string) {
  const { config_value: text } = row;
  if (typeof text === "string") return valueOf(text);
  const field = `${config_name}.config_value`;
  throw new InvalidConfigurationError([
    { field, value: typeof text, expected: `text, in ${from}` },
  ]);
}
