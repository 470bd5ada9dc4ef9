import { groupsOf } from "./draw-groups.ts";
import { layOut, size, type Box } from "./draw-layout.ts";
import type { Graph } from "./graph.ts";

const colours = ["#b4530a", "#0f766e", "#4338ca", "#a21caf", "#15803d", "#b91c1c", "#0369a1"];

/** The resource graph as an SVG picture: boxes for components, arrows to what each needs. Pure. */
export function drawSvg(graph: Graph): string {
  const boxes = layOut(groupsOf(graph));
  const width = Math.max(0, ...boxes.map(({ x, width: own }) => x + own)) + size.margin;
  const height = Math.max(0, ...boxes.map(({ y, height: own }) => y + own)) + size.margin;
  const custom = graph.resources.filter((resource) => resource.custom).length;
  const title = `${graph.app}, stage ${graph.stage}: ${custom} resources`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif">`;
  return [
    svg,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(size.margin, 34, title, `font-size="18" font-weight="600" fill="#111"`),
    text(
      size.margin,
      54,
      "An arrow leads from a part to what it needs.",
      `font-size="12" fill="#555"`,
    ),
    ...arrows(boxes),
    ...boxes.flatMap(boxOf),
    "</svg>\n",
  ].join("\n");
}

/** One colour for all arrows of a part, so that the eye can follow them. */
function arrows(boxes: readonly Box[]) {
  const byId = new Map(boxes.map((box) => [box.group.id, box]));
  return boxes.flatMap((from, at) => {
    const colour = colours[at % colours.length] ?? "#555";
    const targets = from.group.needs.map((id) => byId.get(id)).filter((box) => box !== undefined);
    return targets.map((to, which) => arrow(from, to, (which + 1) / (targets.length + 1), colour));
  });
}

function arrow(from: Box, to: Box, share: number, colour: string) {
  const start = { x: from.x, y: from.y + from.height * share };
  const end = { x: to.x + to.width + 6, y: to.y + to.height / 2 };
  const bend = Math.max(40, (start.x - end.x) / 2);
  const curve = `M${start.x} ${round(start.y)} C${start.x - bend} ${round(start.y)} ${end.x + bend} ${round(end.y)} ${end.x} ${round(end.y)}`;
  const tip = `M${end.x + 6} ${round(end.y - 4)} L${end.x - 2} ${round(end.y)} L${end.x + 6} ${round(end.y + 4)}`;
  return `<path d="${curve} ${tip}" fill="none" stroke="${colour}" stroke-width="1.3" stroke-opacity="0.65"/>`;
}

function boxOf({ group, x, y, width, height }: Box) {
  const lines = group.contents.map(({ type, count }, at) =>
    text(
      x + 12,
      y + size.head + 10 + at * size.line,
      count > 1 ? `${type} × ${count}` : type,
      `font-size="11" fill="#444"`,
    ),
  );
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="#f8fafc" stroke="#94a3b8"/>`,
    text(x + 12, y + 20, group.title, `font-size="13" font-weight="600" fill="#111"`),
    text(x + 12, y + 36, group.kind, `font-size="11" fill="#b4530a"`),
    ...lines,
  ];
}

const text = (x: number, y: number, content: string, style: string) =>
  `<text x="${x}" y="${y}" ${style}>${escape(content)}</text>`;

const round = (value: number) => Math.round(value * 10) / 10;

function escape(content: string) {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
