import type UPlot from "uplot";

/**
 * Draws, and draws again when the place or its colours change, until it is called off. The library
 * is loaded when it is first needed.
 */
export function keepDrawn(here: HTMLElement, plotIn: (Plot: typeof UPlot) => UPlot): () => void {
  let draw = () => {};
  let erase = () => {};
  let isGone = false;
  const begin = async () => {
    const { default: Plot } = await import("uplot");
    draw = () => {
      erase();
      if (isGone || here.clientWidth === 0) return;
      const plot = plotIn(Plot);
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
