import { bind, type Placeholders } from "../expressions/bindings.ts";
import { compile } from "../expressions/compile.ts";
import { refuseOverlap } from "../expressions/overlap.ts";
import { project } from "../expressions/project.ts";
import { type Item } from "../values.ts";

/** A request's projection. */
export function projectionOf(
  input: Placeholders & { readonly ProjectionExpression?: string | undefined },
): (item: Item) => Item {
  const projection = compile.projection(input.ProjectionExpression);
  const bindings = bind(input, { ProjectionExpression: projection });
  if (!projection) return (item) => item;
  const paths = projection.tree.map((path) => bindings.path(path));
  refuseOverlap("ProjectionExpression", paths);
  return (item) => project(item, paths);
}
