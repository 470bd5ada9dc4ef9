import { useEffect, useRef } from "react";
import type UPlot from "uplot";
import { keepDrawn } from "./keep-drawn.ts";
import "uplot/dist/uPlot.min.css";
import "./plots.css";

interface Props<Content> {
  readonly title: string;
  /** Names of what is drawn, in the order of its colours; one alone needs none. */
  readonly marks: readonly string[];
  /** The picture in words. */
  readonly told: string;
  /** Drawn anew when it differs: lists made anew at each look are no reason. */
  readonly content: Content;
  /** Made once, outside of components. */
  readonly draw: (Plot: typeof UPlot, here: HTMLElement, content: Content) => UPlot;
  /** Room that is kept for it while it isn't drawn yet. */
  readonly size?: "low" | "high";
}

/** What plots have in common: their title and marks, a place, and words for those who can't see it. */
export function PlotFrame<Content>({
  title,
  marks,
  told,
  content,
  draw,
  size = "low",
}: Props<Content>) {
  const place = useRef<HTMLDivElement>(null);
  const text = JSON.stringify(content);
  useEffect(() => {
    const here = place.current;
    if (!here) return undefined;
    const shown = JSON.parse(text) as Content;
    return keepDrawn(here, (Plot) => draw(Plot, here, shown));
  }, [text, draw]);
  return (
    <figure className="plot">
      <figcaption>
        {title}
        {marks.length > 1 && (
          <span className="legend">
            {marks.map((label, at) => (
              <span key={label} className={`mark mark-${at}`}>
                {label}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div ref={place} className={`place ${size}`} role="img" aria-label={`${title}. ${told}`} />
    </figure>
  );
}
