import { parseCondition } from "./parse-condition.ts";
import { parseProjection } from "./parse-projection.ts";
import { parseUpdate } from "./parse-update.ts";
import { type Parsed } from "./syntax.ts";

/** The parsers, remembering what they read: a program sends the same few expressions again and again. */
export const compile = {
  condition: conditions("ConditionExpression"),
  filter: conditions("FilterExpression"),
  keyCondition: conditions("KeyConditionExpression"),
  update: remembering(parseUpdate),
  projection: remembering(parseProjection),
};

function conditions(kind: string) {
  return remembering((expression) => parseCondition(kind, expression));
}

function remembering<Tree>(parse: (expression: string) => Parsed<Tree>) {
  const known = new Map<string, Parsed<Tree>>();
  return (expression: string | undefined): Parsed<Tree> | undefined => {
    if (expression === undefined) return undefined;
    const found = known.get(expression) ?? parse(expression);
    if (known.size < 10_000) known.set(expression, found);
    return found;
  };
}
