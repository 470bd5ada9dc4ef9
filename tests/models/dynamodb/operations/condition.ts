import { bind, type Placeholders } from "../expressions/bindings.ts";
import { compile } from "../expressions/compile.ts";
import { holds } from "../expressions/evaluate.ts";
import { type Item } from "../values.ts";

/** A request's condition as a predicate on the stored item; always true where there is none. */
export function conditionOf(
  input: Placeholders & { readonly ConditionExpression?: string | undefined },
): (before: Item) => boolean {
  const condition = compile.condition(input.ConditionExpression);
  const bindings = bind(input, { ConditionExpression: condition });
  return (before) => !condition || holds(condition.tree, before, bindings);
}
