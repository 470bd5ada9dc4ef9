import { groupsOf } from "./draw-groups.ts";
import type { Graph } from "./graph.ts";

/** The resource graph as a Mermaid flowchart: components, and arrows to what each needs. Pure. */
export function drawMermaid(graph: Graph): string {
  const groups = groupsOf(graph);
  const ids = new Map(groups.map(({ id }, at) => [id, `n${at}`]));
  const nodes = groups.map(
    ({ id, title, kind }) =>
      `  ${ids.get(id)}["${escape(title)}<br/><small>${escape(kind)}</small>"]`,
  );
  const edges = groups.flatMap(({ id, needs }) =>
    needs
      .filter((needed) => ids.has(needed))
      .map((needed) => `  ${ids.get(id)} --> ${ids.get(needed)}`),
  );
  return ["flowchart RL", ...nodes, ...edges, ""].join("\n");
}

const escape = (content: string) => content.replaceAll('"', "#quot;").replaceAll("<", "&lt;");
