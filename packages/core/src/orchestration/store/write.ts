import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import {
  conditionExpression,
  namesIn,
  updateExpression,
  type Change,
  type Condition,
} from "../../aws/expressions.ts";
import { calledIn, keyOf, renamed, type Key, type TableRole } from "../tables.ts";
import { type Store } from "./store.ts";

export type Row = Readonly<Record<string, unknown>>;

/** One write, as data. Conditions speak of attributes as this project calls them: `#greenfield < :start`. */
export type Write =
  | { readonly put: TableRole; readonly row: Row; readonly condition?: Condition }
  | Update
  | { readonly delete: TableRole; readonly key: Key; readonly condition?: Condition }
  | { readonly check: TableRole; readonly key: Key; readonly condition: Condition };

export interface Update {
  readonly update: TableRole;
  readonly key: Key;
  readonly change: Change;
  readonly condition?: Condition;
}

type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** As DynamoDB takes it. Puts and updates leave `token` in `write`, which tells one's own later. */
export function transactItem(write: Write, token: string, store: Store): TransactItem {
  const ReturnValuesOnConditionCheckFailure = "ALL_OLD" as const;
  if ("put" in write) {
    const { put, row, condition } = write;
    const { table, fields } = tableOf(put, store);
    const Item = renamed({ ...defined(row), write: token }, fields);
    const conditions = conditionExpression(condition, fields);
    return { Put: { TableName: table, Item, ...conditions, ReturnValuesOnConditionCheckFailure } };
  }
  if ("update" in write) {
    const parameters = updateParameters(write, token, store);
    return { Update: { ...parameters, ReturnValuesOnConditionCheckFailure } };
  }
  if ("delete" in write) {
    const { table, fields } = tableOf(write.delete, store);
    const Key = renamed(write.key, fields);
    const conditions = conditionExpression(write.condition, fields);
    return {
      Delete: { TableName: table, Key, ...conditions, ReturnValuesOnConditionCheckFailure },
    };
  }
  const { table, fields } = tableOf(write.check, store);
  const { expression, values } = write.condition;
  return {
    ConditionCheck: {
      TableName: table,
      Key: renamed(write.key, fields),
      ConditionExpression: expression,
      ExpressionAttributeNames: namesIn(expression, fields),
      ...(values && { ExpressionAttributeValues: values }),
      ReturnValuesOnConditionCheckFailure,
    },
  };
}

export function updateParameters(
  { update, key, change, condition }: Update,
  token: string,
  store: Store,
) {
  const { table, fields } = tableOf(update, store);
  return {
    TableName: table,
    Key: renamed(key, fields),
    ...updateExpression({ ...change, set: { ...change.set, write: token } }, condition, fields),
  };
}

/** Which row a write is about: two writes of one transaction must not share it. */
export function targetOf(write: Write): string {
  const [role, key] =
    "put" in write
      ? [write.put, keyOf(write.put, write.row)]
      : "update" in write
        ? [write.update, write.key]
        : "delete" in write
          ? [write.delete, write.key]
          : [write.check, write.key];
  return JSON.stringify([role, key]);
}

export const tableOf = (role: TableRole, { tables, fields }: Store) => ({
  table: tables[role],
  fields: calledIn(role, fields),
});

const defined = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
