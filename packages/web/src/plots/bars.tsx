import type UPlot from "uplot";
import { barsOptions, stacked } from "./bars-options.ts";
import { PlotFrame } from "./frame.tsx";

export interface Stack {
  readonly label: string;
  /** One for each label. */
  readonly values: readonly number[];
}

interface Content {
  readonly labels: readonly string[];
  readonly stacks: readonly Stack[];
}

interface Props extends Content {
  readonly title: string;
}

/** Bars beside each other, each of stacked parts. What they show is told in words too. */
export function Bars({ title, labels, stacks }: Props) {
  const told = labels.map(
    (label, at) =>
      `${label}: ${stacks.map((stack) => `${stack.values[at]} ${stack.label}`).join(", ")}`,
  );
  return (
    <PlotFrame
      {...{ title, draw }}
      size="high"
      marks={stacks.map(({ label }) => label)}
      told={told.join("; ")}
      content={{ labels, stacks }}
    />
  );
}

const draw = (Plot: typeof UPlot, here: HTMLElement, { labels, stacks }: Content) =>
  new Plot(barsOptions(here, labels, stacks, Plot), stacked(labels, stacks), here);
