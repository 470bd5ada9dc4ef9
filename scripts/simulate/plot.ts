import type { SimulationResult } from "@switchyard/core/orchestration/simulator.ts";

const [width, height, left, gap] = [720, 150, 70, 46];

// Colours for both: a page on GitHub shows the picture as the reader's own system is set.
const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2933; }
  .quiet { fill: #66727f; }
  .line { fill: none; stroke: #2a9d8f; stroke-width: 1.5; }
  .axis { stroke: #9aa5b1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb; }
    .quiet { fill: #9aa5b1; }
  }`;

/** Queue length, running tasks, utilisation and start delay over time, one chart below the other. */
export function plotOf({ series }: SimulationResult): string {
  const charts = [
    ["waiting tasks", series.map(({ waiting }) => waiting)],
    ["running tasks", series.map(({ running }) => running)],
    ["utilisation, %", series.map(({ utilisation }) => utilisation * 100)],
    ["start delay, mean, s", series.map(({ meanDelay }) => meanDelay)],
  ] as const;
  const times = series.map(({ time }) => time);
  const total = charts.length * (height + gap) + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 20} ${total}" role="img" aria-label="A simulation of the queue over time">`,
    `<style>${style}\n</style>`,
    ...charts.map(([name, values], index) =>
      chart(name, values, times, 20 + index * (height + gap)),
    ),
    `</svg>\n`,
  ].join("\n");
}

function chart(name: string, values: readonly number[], times: readonly number[], top: number) {
  const most = Math.max(...values, 1e-9);
  const last = Math.max(times.at(-1) ?? 1, 1e-9);
  const points = values.map((value, index) => {
    const x = left + ((times[index] ?? 0) / last) * width;
    return `${x.toFixed(1)},${(top + height - (value / most) * height).toFixed(1)}`;
  });
  const bottom = top + height;
  return [
    `<text x="${left}" y="${top - 6}">${name}</text>`,
    `<line class="axis" x1="${left}" x2="${left + width}" y1="${bottom}" y2="${bottom}"/>`,
    `<text class="quiet" x="${left - 6}" y="${top + 10}" text-anchor="end">${shown(most)}</text>`,
    `<text class="quiet" x="${left - 6}" y="${bottom}" text-anchor="end">0</text>`,
    `<text class="quiet" x="${left + width}" y="${bottom + 16}" text-anchor="end">${shown(last)} s</text>`,
    `<polyline class="line" points="${points.join(" ")}"/>`,
  ].join("\n");
}

const shown = (value: number) =>
  value >= 100 ? Math.round(value).toString() : value.toPrecision(2);
