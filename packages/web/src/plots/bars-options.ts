import type UPlot from "uplot";
import type { Stack } from "./bars.tsx";

const height = 180;

/** The stacks as uPlot draws them: each with all that are below it, the highest first. Pure. */
export function stacked(labels: readonly string[], stacks: readonly Stack[]): UPlot.AlignedData {
  const sums = stacks.map((_, top) =>
    labels.map((__, at) =>
      stacks.slice(0, top + 1).reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
    ),
  );
  return [labels.map((_, at) => at), ...sums.toReversed()];
}

/** How the bars look: in the page's own colours, as they are now. */
export function barsOptions(
  here: HTMLElement,
  labels: readonly string[],
  stacks: readonly Stack[],
  { paths }: Pick<typeof UPlot, "paths">,
): UPlot.Options {
  const style = getComputedStyle(here);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis = {
    stroke: style.color,
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--plot-grid"), width: 1 },
    ticks: { show: false },
  };
  const bars = paths.bars?.({ size: [0.7, 48] });
  const fills = stacks.map((_, at) => colour(`--plot-${at}`));
  return {
    width: here.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, labels.length - 0.4] },
      y: { range: (_, __, max) => [0, max || 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        splits: labels.map((_, at) => at),
        values: () => labels.map(shortened),
      },
      {
        ...axis,
        size: 64,
        values: (_, splits) => splits.map((value) => value.toLocaleString("en")),
      },
    ],
    series: [
      {},
      ...fills
        .toReversed()
        .map((fill) => ({ fill, stroke: fill, width: 0, paths: bars, points: { show: false } })),
    ],
  };
}

const shortened = (label: string) => (label.length > 14 ? `${label.slice(0, 13)}…` : label);
