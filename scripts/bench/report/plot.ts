import { isMissed, type Finding, type Findings } from "../benchmark.ts";
import type { Machine } from "./machine.ts";
import { shown } from "./rows.ts";

const row = 22;
const [labels, chart, figures] = [440, 220, 200];
const width = labels + chart + figures;
/** Where the bar is drawn; what is longer than the chart is cut off. */
const barAt = chart * 0.65;

// Colours for both: a page on GitHub shows the picture as the reader's own system is set.
const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2933; }
  .name { font-weight: 600; }
  .quiet { fill: #66727f; }
  .met { fill: #2a9d8f; }
  .missed { fill: #d97706; }
  .bar { stroke: #66727f; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb; }
    .quiet { fill: #9aa5b1; }
    .bar { stroke: #9aa5b1; }
  }`;

/** Every figure that has a bar, as its share of it: an SVG that suits light and dark pages. */
export function plotOf(found: Readonly<Record<string, Findings>>, { date }: Machine): string {
  const lines = Object.entries(found).flatMap(([name, { findings }]) => [
    { name },
    ...findings.filter(({ bar }) => bar !== undefined && bar > 0),
  ]);
  const height = (lines.length + 2) * row;
  const drawn = lines.map((line, at) => {
    const y = (at + 1) * row;
    return "name" in line ? text(0, y, line.name, "name") : figure(line, y);
  });
  const x = labels + barAt;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Measured figures against their bars">`,
    `<style>${style}\n</style>`,
    ...drawn,
    `<line class="bar" x1="${x}" x2="${x}" y1="${row}" y2="${height - 1.5 * row}"/>`,
    text(x, height - row * 0.7, `the bar (${date})`, "quiet", "middle"),
    `</svg>\n`,
  ].join("\n");
}

function figure(finding: Finding, y: number): string {
  const { what, value, unit, bar = Number.NaN } = finding;
  const length = Math.min(chart, Math.max(1, (value / bar) * barAt)).toFixed(1);
  const kind = isMissed(finding) ? "missed" : "met";
  return [
    text(12, y, what),
    `<rect class="${kind}" x="${labels}" y="${y - 11}" width="${length}" height="13" rx="2"/>`,
    text(labels + chart + 12, y, `${shown(value, unit)} of ${shown(bar, unit)}`, "quiet"),
  ].join("\n");
}

function text(x: number, y: number, content: string, kind?: string, anchor?: string): string {
  const attributes = [kind && ` class="${kind}"`, anchor && ` text-anchor="${anchor}"`];
  return `<text x="${x}" y="${y}"${attributes.filter(Boolean).join("")}>${escaped(content)}</text>`;
}

const escaped = (content: string) =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
