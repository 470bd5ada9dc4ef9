import { useEffect, useRef } from "react";
import { barsOptions, stacked } from "./bars-options.ts";
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
    return place.current ? keepDrawn(place.current, JSON.parse(content) as Content) : undefined;
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

/** Draws, and draws again when the place or its colours change. The library is loaded when it is first needed. */
function keepDrawn(here: HTMLElement, { labels, stacks }: Content) {
  let draw = () => {};
  let erase = () => {};
  let isGone = false;
  const begin = async () => {
    const { default: UPlot } = await import("uplot");
    draw = () => {
      erase();
      if (isGone || here.clientWidth === 0) return;
      const plot = new UPlot(
        barsOptions(here, labels, stacks, UPlot),
        stacked(labels, stacks),
        here,
      );
      erase = () => plot.destroy();
    };
    draw();
  };
  void begin();
  const size = new ResizeObserver(() => draw());
  size.observe(here);
  const colours = new MutationObserver(() => draw());
  colours.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const onDark = () => draw();
  dark.addEventListener("change", onDark);
  return () => {
    isGone = true;
    size.disconnect();
    colours.disconnect();
    dark.removeEventListener("change", onDark);
    erase();
  };
}
