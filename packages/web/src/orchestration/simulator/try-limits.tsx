import { lazy, Suspense, useState } from "react";
import type { LabourerNow } from "../../api/orchestration.ts";

const Simulator = lazy(() =>
  import("./simulator.tsx").then((module) => ({ default: module.Simulator })),
);

/** The simulator, loaded when it is asked for. */
export function TryLimits({ labourer }: { readonly labourer: LabourerNow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Try other limits</summary>
      {isOpen && (
        <Suspense fallback={<p className="quiet">Loading…</p>}>
          <Simulator labourer={labourer} />
        </Suspense>
      )}
    </details>
  );
}
