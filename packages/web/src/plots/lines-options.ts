import type UPlot from "uplot";

const height = 140;

/** How lines look: in the page's own colours, as they are now. */
export function linesOptions(here: HTMLElement, count: number): UPlot.Options {
  const style = getComputedStyle(here);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis = {
    stroke: style.color,
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--plot-grid"), width: 1 },
    ticks: { show: false },
  };
  const strokes = Array.from({ length: count }, (_, at) => colour(`--plot-${at}`));
  return {
    width: here.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 4)] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_, splits) => splits.map(clock) },
      {
        ...axis,
        size: 48,
        incrs: wholes,
        values: (_, splits) => splits.map((value) => value.toLocaleString("en")),
      },
    ],
    series: [
      {},
      // The second one is dashed: they are told apart without colours too.
      ...strokes.map((stroke, at) => ({ stroke, width: 2, dash: at === 1 ? [6, 4] : [] })),
    ],
  };
}

/** There are no halves of tasks. */
const wholes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const clock = (seconds: number) => time.format(seconds * 1000);
