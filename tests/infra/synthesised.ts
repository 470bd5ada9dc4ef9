import { inject } from "vitest";
import type { Graph, GraphResource } from "../../packages/local/src/graph/graph.ts";
import type { Stage } from "./stages.ts";

/** The graph of one stage, as `sst deploy` would create it. */
export const synthesised = (stage: Stage): Graph => inject("graphs")[stage];

/** The resources of a type. */
export const ofType = (graph: Graph, type: string) =>
  graph.resources.filter((resource) => resource.type === type);

/** The one resource of a type whose name matches; throws where there is none, or several. */
export function theOne(graph: Graph, type: string, name: RegExp): GraphResource {
  const found = ofType(graph, type).filter((resource) => name.test(resource.name));
  const [first] = found;
  if (!first || found.length > 1)
    throw new TypeError(`${found.length} of ${type} match ${String(name)}`);
  return first;
}
