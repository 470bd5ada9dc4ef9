import {
  type DeleteItemCommandInput,
  type DeleteItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { consumedByWrites } from "../capacity.ts";
import { acceptAll, checkKey } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { conditionOf } from "./condition.ts";
import { perform, type Write } from "./write.ts";

type Asked = Pick<
  DeleteItemCommandInput,
  | "TableName"
  | "Key"
  | "ConditionExpression"
  | "ExpressionAttributeNames"
  | "ExpressionAttributeValues"
  | "ReturnValuesOnConditionCheckFailure"
>;

export function deleteItem(database: Database, input: DeleteItemCommandInput) {
  const asked = input.ReturnValues ?? "NONE";
  if (asked !== "NONE" && asked !== "ALL_OLD") {
    throw validation("ReturnValues can only be ALL_OLD or NONE");
  }
  const write = planDelete(database, input);
  const touched = perform(write);
  const [ConsumedCapacity] = consumedByWrites(input.ReturnConsumedCapacity, [touched]);
  const Attributes = asked === "ALL_OLD" ? touched.before : undefined;
  return { Attributes, ConsumedCapacity } satisfies Partial<DeleteItemCommandOutput>;
}

/** Checks a delete's request: its key, its condition's form. */
export function planDelete(database: Database, input: Asked): Write {
  const table = tableOf(database, input.TableName);
  const passes = conditionOf(input);
  const key = acceptAll(input.Key ?? {});
  checkKey(table.schema, key);
  const onFailure = input.ReturnValuesOnConditionCheckFailure;
  return { table, key, onFailure, passes, after: () => undefined };
}

/** A transaction's check of an item: it writes what was there. */
export function planCheck(database: Database, input: Asked): Write {
  if (input.ConditionExpression === undefined) {
    throw validation("The ConditionExpression of a ConditionCheck must not be empty");
  }
  return { ...planDelete(database, input), after: (before) => before };
}
