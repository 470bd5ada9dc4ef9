import { type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { acceptAll } from "../checks.ts";
import { tableOf, type Database } from "../database.ts";
import { validation } from "../errors.ts";
import { bind } from "../expressions/bindings.ts";
import { compile } from "../expressions/compile.ts";
import { type Entry, scatter } from "../view.ts";
import { answerSearch, startKey } from "./search.ts";

export function scan(database: Database, input: ScanCommandInput) {
  const table = tableOf(database, input.TableName);
  const filter = compile.filter(input.FilterExpression);
  const projection = compile.projection(input.ProjectionExpression);
  const values = input.ExpressionAttributeValues;
  const bindings = bind(
    { ...input, ExpressionAttributeValues: values && acceptAll(values) },
    { FilterExpression: filter, ProjectionExpression: projection },
  );
  const { view, now } = table.view(input.IndexName, input.ConsistentRead ?? false);
  const entries = segmentOf(view.all(now), input);
  const start = startKey(table, input);
  const rest = start ? beyond(entries, table.id(start)) : entries;
  return answerSearch(table, input, rest, { filter, projection, bindings });
}

/** Every item belongs to one segment, by its key. */
function segmentOf(entries: readonly Entry[], { Segment, TotalSegments }: ScanCommandInput) {
  if (Segment === undefined && TotalSegments === undefined) return entries;
  if (Segment === undefined || TotalSegments === undefined || Segment >= TotalSegments) {
    throw validation("The Segment parameter is required and must be less than TotalSegments");
  }
  return entries.filter(({ id }) => scatter(id) % TotalSegments === Segment);
}

/** The scan's order is that of the ids' hashes, so a start key that is gone still has its place. */
function beyond(entries: readonly Entry[], id: string): readonly Entry[] {
  return entries.filter((entry) => {
    const order = scatter(entry.id) - scatter(id);
    return order > 0 || (order === 0 && entry.id > id);
  });
}
