import { type ReturnValuesOnConditionCheckFailure } from "@aws-sdk/client-dynamodb";
import { type Touched } from "../capacity.ts";
import { checkItem } from "../checks.ts";
import { conditionFailed, validation } from "../errors.ts";
import { itemSize, largestItem } from "../size.ts";
import { type Table } from "../table.ts";
import { type Item } from "../values.ts";

/** A write whose request was found valid; the stored item decides the rest. */
export interface Write {
  readonly table: Table;
  readonly key: Item;
  readonly onFailure: ReturnValuesOnConditionCheckFailure | undefined;
  passes(before: Item): boolean;
  /** What is stored afterwards; `undefined` for nothing. May throw a validation error. */
  after(before: Item | undefined): Item | undefined;
}
/** Carries one write out, or throws `ConditionalCheckFailedException`. */
export function perform(write: Write): Touched {
  const before = write.table.get(write.key);
  if (!write.passes(before ?? {})) {
    throw conditionFailed(write.onFailure === "ALL_OLD" ? before : undefined);
  }
  const after = write.after(before);
  write.table.set(write.key, after);
  return { table: write.table, before, after };
}

/** An item as it may be stored: keys of their types, at most 400 KB. */
export function storable(table: Table, item: Item, tooLarge: string): Item {
  checkItem(table.schema, item);
  if (itemSize(item) > largestItem) throw validation(tooLarge);
  return item;
}
