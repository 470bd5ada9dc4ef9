import { cursorOver } from "./cursor.ts";
import { type Parsed, type PathNode } from "./syntax.ts";

/** Reads the comma-separated paths of a projection expression. */
export function parseProjection(expression: string): Parsed<readonly PathNode[]> {
  const cursor = cursorOver("ProjectionExpression", expression);
  const tree = [cursor.path()];
  while (cursor.take(",")) tree.push(cursor.path());
  if (cursor.peek().kind !== "end") cursor.fail();
  return { tree, names: cursor.names, values: cursor.values };
}
