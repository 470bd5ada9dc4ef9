import { unmarshall } from "@aws-sdk/util-dynamodb";
import { renamed, reversed, type FieldNames } from "../tables.ts";
import { withOwnTexts } from "./own-texts.ts";
import { type Row } from "./write.ts";

/** Makes rows of what a table with these names of attributes answers. */
export function readerOf(fields: FieldNames): (item: Row) => Row {
  const back = reversed(fields);
  return (item) => withOwnTexts(renamed(item, back));
}

/** The row that refused a write, if there was one: the document client leaves it as DynamoDB wrote it. */
export function refusingRow(item: unknown, fields: FieldNames): Row | undefined {
  if (typeof item !== "object" || item === null || Object.keys(item).length === 0) return undefined;
  return readerOf(fields)(unmarshall(item as Parameters<typeof unmarshall>[0]));
}
