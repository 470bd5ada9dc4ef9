import { useEffect, useRef } from "react";
import { barsOptions, stacked } from "./bars-options.ts";
import { keepDrawn } from "./keep-drawn.ts";
import "uplot/dist/uPlot.min.css";
import "./plots.css";

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
  const place = useRef<HTMLDivElement>(null);
  // By its content: lists made anew at each look are no reason to draw anew.
  const content = JSON.stringify({ labels, stacks } satisfies Content);
  useEffect(() => {
    const here = place.current;
    if (!here) return undefined;
    const shown = JSON.parse(content) as Content;
    return keepDrawn(
      here,
      (Plot) =>
        new Plot(
          barsOptions(here, shown.labels, shown.stacks, Plot),
          stacked(shown.labels, shown.stacks),
          here,
        ),
    );
  }, [content]);
  const told = labels.map(
    (label, at) =>
      `${label}: ${stacks.map((stack) => `${stack.values[at]} ${stack.label}`).join(", ")}`,
  );
  return (
    <figure className="plot">
      <figcaption>
        {title}
        {stacks.length > 1 && (
          <span className="legend">
            {stacks.map(({ label }, at) => (
              <span key={label} className={`mark mark-${at}`}>
                {label}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}. ${told.join("; ")}`} />
    </figure>
  );
}
