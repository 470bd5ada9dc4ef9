import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import {
  configurationSettings,
  type ConfigurationSettings,
} from "@switchyard/core/orchestration/configuration/settings.ts";
import type { Store } from "@switchyard/core/orchestration/store/store.ts";
import { CodedError } from "../errors.ts";
import { changedConfig, type RegisterChange } from "./plan.ts";

/** The row that Python's essentials read, too. */
const name = "sosw_essential_config";
const tries = 8;

/**
 * Writes a change into the shared configuration, if it still is what the change was made from;
 * else it is made anew from what others wrote meanwhile. Says whether anything changed.
 */
export async function writeChange(
  change: RegisterChange,
  { db }: Pick<Store, "db">,
  { table: TableName, env }: Pick<ConfigurationSettings, "table" | "env"> = configurationSettings(),
): Promise<boolean> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const row = await readRow({ db }, { TableName, env });
    const before = typeof row?.["config_value"] === "string" ? row["config_value"] : undefined;
    const after = changedConfig(before, change);
    // So too when our own write was answered with a refusal, after an earlier try got through.
    if (after === undefined) return attempt > 1;
    const Item = { ...row, env, config_name: name, config_value: after };
    if (await put({ db }, { TableName, Item, before })) return true;
  }
  throw new CodedError("command.config_busy", `Others changed ${name} ${tries} times meanwhile.`);
}

/** The configuration as it stands, as JSON. */
export async function readRow(
  { db }: Pick<Store, "db">,
  { TableName, env }: { TableName: string; env: string },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const Key = { env, config_name: name };
  const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item;
}

interface Writing {
  readonly TableName: string;
  readonly Item: Record<string, unknown>;
  readonly before: string | undefined;
}

async function put({ db }: Pick<Store, "db">, { TableName, Item, before }: Writing) {
  const condition =
    before === undefined
      ? { ConditionExpression: "attribute_not_exists(config_value)" }
      : {
          ConditionExpression: "config_value = :before",
          ExpressionAttributeValues: { ":before": before },
        };
  try {
    await db.send(new PutCommand({ TableName, Item, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
