import { setTimeout } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvalidSettingsError, type Environment } from "../../aws/environment.ts";
import type { Issue } from "../../errors.ts";
import type { CodecOptions } from "../codec.ts";

/** What a map asks of a client of DynamoDB. */
export type Client = Pick<DynamoDBClient, "send"> & Partial<Pick<DynamoDBClient, "config">>;

/** How a `PersistentMap` is kept. The four names are also read from the environment, which wins. */
export interface PersistentMapSettings extends CodecOptions {
  /** The table; `PERSISTENCE_TABLE_NAME`. Default: `AWSLambdaPersistence`. */
  readonly tableName?: string;
  /** The item's key, at most 1,900 bytes; `PERSISTENCE_TABLE_KEY`. Default: the Lambda function's name. */
  readonly tableKey?: string;
  /** The key attribute, a string; `PERSISTENCE_KEY_FIELD_NAME`. Default: `key`. */
  readonly keyFieldName?: string;
  /** The attribute that holds the content; `PERSISTENCE_VALUE_FIELD_NAME`. Default: `value`. */
  readonly valueFieldName?: string;
  /** Default: one client for the process. */
  readonly client?: Client;
  /** Make the table when it is missing. Default: true. */
  readonly ensureTable?: boolean;
  /** Of a table that is made: by request, or one unit of each kind for the free tier. Default: on demand. */
  readonly billing?: "on-demand" | "provisioned";
  /** What a write does when another writer came first. Default: take up the fresh content and try again. */
  readonly conflict?: "retry" | "throw";
  /** How often a write is tried at most. Default: 200, which takes some seconds. */
  readonly maxAttempts?: number;
  /** The content is forgotten so many seconds after its last write. Default: never. */
  readonly ttlSeconds?: number;
  /** Waits so many milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** From 0 up to 1: spreads writers that collided. */
  readonly random?: () => number;
  /** A name that no other write has. */
  readonly newToken?: () => string;
}

export type Settings = Required<Omit<PersistentMapSettings, "client" | "ttlSeconds">> &
  Pick<PersistentMapSettings, "ttlSeconds">;

/** Attributes of the item that are the map's own, whatever the two fields are called. */
export const ownAttributes = ["version", "writes", "parts", "leftovers", "expires"] as const;

/** DynamoDB's keys have at most 2,048 bytes; the parts of a large map add some to this one. */
const mostKeyBytes = 1_900;

/** Fills in the defaults. Throws `InvalidSettingsError`, which names each field. Pure. */
export function resolveSettings(
  given: PersistentMapSettings,
  env: Environment = process.env,
): Omit<Settings, "classes" | "limits"> {
  const named = (variable: string, argument: string | undefined, fallback: string | undefined) =>
    env[`PERSISTENCE_${variable}`] || argument || fallback || "";
  const settings = {
    tableName: named("TABLE_NAME", given.tableName, "AWSLambdaPersistence"),
    tableKey: named("TABLE_KEY", given.tableKey, env["AWS_LAMBDA_FUNCTION_NAME"]),
    keyFieldName: named("KEY_FIELD_NAME", given.keyFieldName, "key"),
    valueFieldName: named("VALUE_FIELD_NAME", given.valueFieldName, "value"),
    ensureTable: given.ensureTable ?? true,
    billing: given.billing ?? "on-demand",
    conflict: given.conflict ?? "retry",
    maxAttempts: given.maxAttempts ?? 200,
    ttlSeconds: given.ttlSeconds,
    sleep: given.sleep ?? ((ms: number) => setTimeout(ms)),
    now: given.now ?? Date.now,
    random: given.random ?? Math.random,
    newToken: given.newToken ?? (() => crypto.randomUUID()),
  };
  const issues = issuesOf(settings);
  if (issues.length > 0) throw new InvalidSettingsError(issues);
  return settings;
}

function issuesOf(settings: Omit<Settings, "classes" | "limits">): Issue[] {
  const { tableName, tableKey, keyFieldName, valueFieldName, maxAttempts, ttlSeconds } = settings;
  const bytes = Buffer.byteLength(tableKey);
  const fields: readonly string[] = [keyFieldName, valueFieldName];
  const taken = ownAttributes.filter((name) => fields.includes(name));
  const checks: [boolean, string, unknown, string][] = [
    [/^[\w.-]{3,255}$/.test(tableName), "tableName", tableName, "a table's name"],
    [bytes > 0, "tableKey", tableKey, "a key: outside of Lambda there is no function's name"],
    [bytes <= mostKeyBytes, "tableKey", tableKey, `at most ${mostKeyBytes} bytes`],
    [taken.length === 0, "valueFieldName", taken[0], "a name the map doesn't use itself"],
    [keyFieldName !== valueFieldName, "valueFieldName", valueFieldName, "not the key's name"],
    [maxAttempts >= 1, "maxAttempts", maxAttempts, "at least 1"],
    [(ttlSeconds ?? 1) > 0, "ttlSeconds", ttlSeconds, "more than 0"],
  ];
  return checks
    .filter(([isFine]) => !isFine)
    .map(([, field, value, expected]) => ({ field, value, expected }));
}
