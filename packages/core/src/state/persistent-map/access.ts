import { missingPermissions, type Statement } from "../permissions.ts";
import { TableKeyError, ThrottledError } from "./errors.ts";
import type { Place } from "./item.ts";
import type { Client, Settings } from "./settings.ts";
import type { Tally } from "./stats.ts";

/** What every request of one map needs. */
export interface Access {
  readonly client: Client;
  readonly place: Place;
  readonly settings: Settings;
  readonly tally: Tally;
}

const contentActions = [
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:BatchGetItem",
  "dynamodb:BatchWriteItem",
];
const tableActions = ["dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:TagResource"];

/** What a role must be allowed for a map's content, or to make its table. */
export async function statementFor(
  what: "content" | "table",
  { client, place, settings }: Access,
): Promise<Statement> {
  const region = (await client.config?.region()) ?? "*";
  const ttl = settings.ttlSeconds === undefined ? [] : ["dynamodb:UpdateTimeToLive"];
  return {
    Effect: "Allow",
    Action: what === "content" ? contentActions : [...tableActions, ...ttl],
    Resource: `arn:aws:dynamodb:${region}:*:table/${place.tableName}`,
  };
}

const throttles = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
]);

/** What a caller is told instead of an error of DynamoDB; that error where there is nothing better. */
export async function toldAs(
  error: unknown,
  what: "content" | "table",
  access: Access,
): Promise<unknown> {
  const { tableName, keyFieldName } = access.place;
  const name = error instanceof Error ? error.name : "";
  if (throttles.has(name)) return new ThrottledError(tableName, error);
  if (
    name === "ValidationException" &&
    /key element|required keys|schema|missing the key/i.test(String(error))
  )
    return new TableKeyError(tableName, keyFieldName, error);
  return missingPermissions(error, await statementFor(what, access)) ?? error;
}
