import type UPlot from "uplot";
import { spanText } from "../text/times.ts";

const height = 140;

/** What the numbers along the axes are. */
export interface Axes {
  /** Times of the day, or since a beginning. */
  readonly times?: "of the day" | "since a beginning";
  /** `whole`: there are no halves of tasks. */
  readonly values?: "whole" | "seconds" | "percent";
}

/** How lines look: in the page's own colours, as they are now. */
export function linesOptions(
  here: HTMLElement,
  count: number,
  { times = "of the day", values = "whole" }: Axes = {},
): UPlot.Options {
  const style = getComputedStyle(here);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis = {
    stroke: style.color,
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--plot-grid"), width: 1 },
    ticks: { show: false },
  };
  const strokes = Array.from({ length: count }, (_, at) => colour(`--plot-${at}`));
  const { text, range, size, ...steps } = kinds[values];
  const isSpan = times === "since a beginning";
  return {
    width: here.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: !isSpan,
        range: ({ data }, least, most) => [least, isOne(data) ? least + 60 : most],
      },
      y: { range: (_, __, most) => [0, range(most)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 90,
        ...(isSpan && { incrs: spans }),
        values: (_, splits) =>
          splits.map((seconds) => (isSpan ? spanText(seconds * 1000) : clock(seconds))),
      },
      { ...axis, ...steps, size, values: (_, splits) => splits.map(text) },
    ],
    series: [
      {},
      // The second one is dashed: they are told apart without colours too.
      ...strokes.map((stroke, at) => ({
        stroke,
        width: 2,
        dash: at === 1 ? [6, 4] : [],
        points: { show: ({ data }: UPlot) => isOne(data) },
      })),
    ],
  };
}

/** Of one moment there is no line yet, and the library would show a whole day. */
const isOne = ([times]: UPlot.AlignedData) => times.length < 2;

const [minute, hour, day] = [60, 3_600, 86_400];
/** Steps of the time since a beginning that read well, in seconds. */
const spans = [
  ...[1, minute].flatMap((unit) => [1, 2, 5, 10, 15, 30].map((step) => step * unit)),
  ...[1, 2, 3, 6, 12].map((step) => step * hour),
  ...[1, 2, 5, 10, 30, 90].map((step) => step * day),
];

const atLeast = (least: number) => (most: number) => Math.max(most * 1.1, least);
const tens = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
const kinds = {
  whole: {
    text: (value: number) => value.toLocaleString("en"),
    range: atLeast(4),
    size: 56,
    incrs: tens.flatMap((ten) => [ten, 2 * ten, 5 * ten]),
  },
  seconds: {
    text: (value: number) => spanText(value * 1000),
    range: atLeast(1),
    size: 84,
    incrs: spans,
  },
  percent: { text: (value: number) => `${value} %`, range: () => 100, size: 56, incrs: [25, 50] },
};

const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const clock = (seconds: number) => time.format(seconds * 1000);
