import { Lines } from "../../plots/lines.tsx";
import type { Sample } from "../samples.ts";

/** How a labourer's counts went while the page was open. */
export function Plots({ samples }: { readonly samples: readonly Sample[] }) {
  const times = samples.map(({ at }) => at);
  return (
    <div className="labourer-plots">
      <Lines
        title="Tasks that wait and run"
        times={times}
        lines={[
          { label: "queued", values: samples.map(({ queued }) => queued) },
          { label: "running", values: samples.map(({ running }) => running) },
        ]}
      />
      <Lines
        title="Closed in the last hour"
        times={times}
        lines={[
          { label: "completed", values: samples.map(({ completed }) => completed) },
          { label: "dead", values: samples.map(({ dead }) => dead) },
        ]}
      />
    </div>
  );
}
