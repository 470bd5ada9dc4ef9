import { useEffect, useRef } from "react";
import { keepDrawn } from "./keep-drawn.ts";
import { linesOptions } from "./lines-options.ts";
import "uplot/dist/uPlot.min.css";
import "./plots.css";

export interface Line {
  readonly label: string;
  /** One for each time. */
  readonly values: readonly number[];
}

interface Content {
  /** ms since 1970, rising. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
}

interface Props extends Content {
  readonly title: string;
}

/** Numbers over time. The newest of each are told in words too. */
export function Lines({ title, times, lines }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const content = JSON.stringify({ times, lines } satisfies Content);
  useEffect(() => {
    const here = place.current;
    if (!here) return undefined;
    const shown = JSON.parse(content) as Content;
    const data = [shown.times.map((ms) => ms / 1000), ...shown.lines.map(({ values }) => values)];
    return keepDrawn(
      here,
      (Plot) =>
        new Plot(
          linesOptions(here, shown.lines.length),
          data.map((values) => [...values]) as [number[], ...number[][]],
          here,
        ),
    );
  }, [content]);
  const told = lines.map(({ label, values }) => `${label}: ${values.at(-1) ?? 0}`);
  return (
    <figure className="plot">
      <figcaption>
        {title}
        <span className="legend">
          {lines.map(({ label }, at) => (
            <span key={label} className={`mark mark-${at}`}>
              {label}
            </span>
          ))}
        </span>
      </figcaption>
      <div
        ref={place}
        className="lines"
        role="img"
        aria-label={`${title}. Now ${told.join("; ")}`}
      />
    </figure>
  );
}
