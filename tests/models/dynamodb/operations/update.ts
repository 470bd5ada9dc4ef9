import {
  type ReturnValue,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { consumedByWrites, type Touched } from "../capacity.ts";
import { acceptAll, checkKey } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { updated } from "../expressions/apply-update.ts";
import { bind, type Bindings } from "../expressions/bindings.ts";
import { compile } from "../expressions/compile.ts";
import { holds } from "../expressions/evaluate.ts";
import { refuseOverlap } from "../expressions/overlap.ts";
import { project } from "../expressions/project.ts";
import { type UpdateAction } from "../expressions/syntax.ts";
import { keyNames } from "../schema.ts";
import { type Item } from "../values.ts";
import { perform, storable, type Write } from "./write.ts";

type Asked = Pick<
  UpdateItemCommandInput,
  | "TableName"
  | "Key"
  | "UpdateExpression"
  | "ConditionExpression"
  | "ExpressionAttributeNames"
  | "ExpressionAttributeValues"
  | "ReturnValuesOnConditionCheckFailure"
>;
type Paths = readonly (readonly (string | number)[])[];

export function updateItem(database: Database, input: UpdateItemCommandInput) {
  const { paths, ...write } = planUpdate(database, input);
  const written = perform(write);
  const [ConsumedCapacity] = consumedByWrites(input.ReturnConsumedCapacity, [written]);
  const Attributes = returned(input.ReturnValues ?? "NONE", written, paths);
  return { Attributes, ConsumedCapacity } satisfies Partial<UpdateItemCommandOutput>;
}

/** Checks an update's request: its key, its expressions, the paths it sets. */
export function planUpdate(database: Database, input: Asked): Write & { readonly paths: Paths } {
  const table = tableOf(database, input.TableName);
  const update = compile.update(input.UpdateExpression);
  const condition = compile.condition(input.ConditionExpression);
  const bindings = bind(accepted(input), {
    UpdateExpression: update,
    ConditionExpression: condition,
  });
  const actions = update?.tree ?? [];
  const paths = pathsOf(actions, bindings, keyNames(table.schema.key));
  const key = acceptAll(input.Key ?? {});
  checkKey(table.schema, key);
  const onFailure = input.ReturnValuesOnConditionCheckFailure;
  const passes = (before: Item) => !condition || holds(condition.tree, before, bindings);
  const after = (before: Item | undefined) =>
    storable(
      table,
      updated(before ?? key, actions, bindings),
      "Item size to update has exceeded the maximum allowed size",
    );
  return { table, key, onFailure, passes, after, paths };
}

/** The request's placeholders, with values as they would be stored. */
function accepted({ ExpressionAttributeNames, ExpressionAttributeValues }: Asked) {
  const values = ExpressionAttributeValues && acceptAll(ExpressionAttributeValues);
  return { ExpressionAttributeNames, ExpressionAttributeValues: values };
}

function pathsOf(
  actions: readonly UpdateAction[],
  bindings: Bindings,
  key: readonly string[],
): Paths {
  const paths = actions.map(({ path }) => bindings.path(path));
  refuseOverlap("UpdateExpression", paths);
  for (const [head] of paths) {
    if (!key.includes(String(head))) continue;
    throw validation(
      `One or more parameter values were invalid: Cannot update attribute ${head}. This attribute is part of the key`,
    );
  }
  return paths;
}

function returned(asked: ReturnValue, { before, after }: Touched, paths: Paths) {
  if (asked === "NONE") return undefined;
  const item = asked.endsWith("OLD") ? before : after;
  if (!item || asked.startsWith("ALL")) return item;
  const some = project(item, paths);
  return Object.keys(some).length > 0 ? some : undefined;
}
