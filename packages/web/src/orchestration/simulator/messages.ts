import type {
  SimulationInput,
  SimulationResult,
} from "@switchyard/core/orchestration/simulator.ts";

/** What the worker is asked: both, one after the other. */
export interface Asked {
  readonly now: SimulationInput;
  readonly changed: SimulationInput;
}

/** What it answers: how far it is, from 0 to 1, and in the end the results or what was wrong. */
export type Told =
  | { readonly share: number }
  | { readonly now: SimulationResult; readonly changed: SimulationResult }
  | { readonly wrong: string };
