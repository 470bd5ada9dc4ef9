import type UPlot from "uplot";
import { PlotFrame } from "./frame.tsx";
import { linesOptions, type Axes } from "./lines-options.ts";

export interface Line {
  readonly label: string;
  /** One for each time. */
  readonly values: readonly number[];
}

interface Content {
  /** ms since 1970, or since a beginning; rising. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly axes: Axes;
}

interface Props extends Omit<Content, "axes"> {
  readonly title: string;
  /** By default of the day's time, and of whole numbers. */
  readonly axes?: Axes;
  /** The picture in words; by default the newest of each line. */
  readonly told?: string;
}

/** Numbers over time, told in words too. */
export function Lines({ title, times, lines, axes = {}, told = newest(lines) }: Props) {
  return (
    <PlotFrame
      {...{ title, told, draw }}
      marks={lines.map(({ label }) => label)}
      content={{ times, lines, axes }}
    />
  );
}

const newest = (lines: readonly Line[]) =>
  `Now ${lines.map(({ label, values }) => `${label}: ${values.at(-1) ?? 0}`).join("; ")}`;

function draw(Plot: typeof UPlot, here: HTMLElement, { times, lines, axes }: Content) {
  const seconds = times.map((ms) => ms / 1000);
  const data = [seconds, ...lines.map(({ values }) => [...values])] as [number[], ...number[][]];
  return new Plot(linesOptions(here, lines.length, axes), data, here);
}
