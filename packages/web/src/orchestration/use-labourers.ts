import { useEffect, useState, useSyncExternalStore } from "react";
import { readLabourers } from "../api/orchestration.ts";
import { usePage } from "../page-context.ts";
import { useWatched } from "../polling/use-watched.ts";
import { type Samples, withSample } from "./samples.ts";

/** What was seen since the page was opened, whichever of its places one is at. */
let samples: Samples = new Map();
const listeners = new Set<() => void>();

/** All labourers, by one request for all that is shown, and how their counts went. */
export function useLabourers() {
  const { api } = usePage();
  const labourers = useWatched(["labourers"], () => readLabourers(api));
  const { data, dataUpdatedAt } = labourers;
  const [begun] = useState(Date.now);
  useEffect(() => {
    // What another visit of this place left behind is known already.
    if (!data || dataUpdatedAt < begun) return;
    samples = withSample(samples, data.labourers, dataUpdatedAt);
    for (const listener of listeners) listener();
  }, [data, dataUpdatedAt, begun]);
  const seen = useSyncExternalStore(subscribe, () => samples);
  return { ...labourers, samples: seen };
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
