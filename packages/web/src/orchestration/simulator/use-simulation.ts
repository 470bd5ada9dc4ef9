import { useCallback, useEffect, useRef, useState } from "react";
import type { SimulationResult } from "@switchyard/core/orchestration/simulator.ts";
import type { Asked, Told } from "./messages.ts";
import { simulationWorker } from "./worker.ts";

export interface Simulation {
  /** From 0 to 1, while it runs. */
  readonly share?: number;
  readonly results?: { readonly now: SimulationResult; readonly changed: SimulationResult };
  readonly wrong?: string;
}

/** Simulates beside the page: one at a time, the last one asked for. */
export function useSimulation() {
  const [simulation, setSimulation] = useState<Simulation>({});
  const worker = useRef<Worker>(undefined);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = undefined;
  }, []);
  useEffect(() => end, [end]);
  const begin = (asked: Asked) => {
    end();
    const mine = simulationWorker();
    worker.current = mine;
    setSimulation(({ results }) => ({ share: 0, ...(results && { results }) }));
    mine.addEventListener("message", ({ data }: MessageEvent<Told>) => {
      if ("share" in data) return setSimulation((known) => ({ ...known, share: data.share }));
      end();
      return setSimulation("wrong" in data ? { wrong: data.wrong } : { results: data });
    });
    mine.addEventListener("error", () => {
      end();
      setSimulation({
        wrong: "The simulator can't be loaded. Check your connection and try again.",
      });
    });
    // A worker's has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    mine.postMessage(asked);
  };
  const stop = () => {
    end();
    setSimulation(({ results }) => (results ? { results } : {}));
  };
  return { simulation, begin, stop };
}
