import { type PutItemCommandInput, type PutItemCommandOutput } from "@aws-sdk/client-dynamodb";
import { consumedByWrites } from "../capacity.ts";
import { acceptAll } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { keyNames } from "../schema.ts";
import { type Item } from "../values.ts";
import { conditionOf } from "./condition.ts";
import { perform, storable, type Write } from "./write.ts";

type Asked = Pick<
  PutItemCommandInput,
  | "TableName"
  | "Item"
  | "ConditionExpression"
  | "ExpressionAttributeNames"
  | "ExpressionAttributeValues"
  | "ReturnValuesOnConditionCheckFailure"
>;

export function putItem(database: Database, input: PutItemCommandInput) {
  const asked = input.ReturnValues ?? "NONE";
  if (asked !== "NONE" && asked !== "ALL_OLD") {
    throw validation("ReturnValues can only be ALL_OLD or NONE");
  }
  const write = planPut(database, input);
  const touched = perform(write);
  const [ConsumedCapacity] = consumedByWrites(input.ReturnConsumedCapacity, [touched]);
  const Attributes = asked === "ALL_OLD" ? touched.before : undefined;
  return { Attributes, ConsumedCapacity } satisfies Partial<PutItemCommandOutput>;
}

/** Checks a put's request: the item whole, its condition's form. */
export function planPut(database: Database, input: Asked): Write {
  const table = tableOf(database, input.TableName);
  const passes = conditionOf(input);
  const item = storable(
    table,
    acceptAll(input.Item ?? {}),
    "Item size has exceeded the maximum allowed size",
  );
  return {
    table,
    key: keyOf(item, keyNames(table.schema.key)),
    onFailure: input.ReturnValuesOnConditionCheckFailure,
    passes,
    after: () => item,
  };
}

function keyOf(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.map((name) => [name, item[name] ?? { S: "" }]));
}
