import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../aws/clients/documents.ts";
import { defaultTables, type FieldNames, type OrchestrationTables } from "../tables.ts";

/** The tables, and what surrounds them; tests and simulations replace all of it. */
export interface Store {
  readonly db: Pick<DynamoDBDocumentClient, "send">;
  readonly tables: OrchestrationTables;
  /** What attributes are called in the tables, where not as in sosw. */
  readonly fields: FieldNames;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** What nobody else makes. */
  readonly newToken: () => string;
  /** Who writes, for the tasks' history; absent: no history is kept. */
  readonly author?: Author;
  /** Days that closed tasks and history are kept; absent: for ever. */
  readonly retentionDays?: number;
}

export interface Author {
  /** The function's name. */
  readonly author: string;
  readonly invocation_id: string;
  readonly log_stream_name: string;
}

/** The store of a real run. */
export const storeOf = (settings: Partial<Store> = {}): Store => ({
  db: settings.db ?? documentClient(),
  tables: defaultTables,
  fields: {},
  now: Date.now,
  sleep: (ms) => setTimeout(ms),
  random: Math.random,
  newToken: randomUUID,
  ...settings,
});

/** Seconds since 1970, with fractions. */
export const seconds = ({ now }: Pick<Store, "now">): number => now() / 1_000;

/** When a closed or history row may go, whole seconds since 1970. */
export const expiryOf = ({ now, retentionDays }: Pick<Store, "now" | "retentionDays">) =>
  retentionDays === undefined ? undefined : Math.floor(now() / 1_000) + retentionDays * 86_400;
