import { type Delays, type Point } from "./measure.ts";

export interface SimulationResult {
  readonly tasks: number;
  readonly completed: number;
  /** Failed as often as they may. */
  readonly dead: number;
  /** Not started by their deadlines. */
  readonly expired: number;
  readonly retries: number;
  /** Still there at the end: the simulation's time was over. */
  readonly left: number;
  /** Seconds from the beginning to the last completion. */
  readonly lasted: number;
  /** Of the labourer's limit, over the whole time, 0 to 1. */
  readonly utilisation: number;
  /** Seconds from a task's arrival to its first start. */
  readonly delay: Delays;
  /** The busiest keys, at most 20. */
  readonly keys: readonly KeyResult[];
  /** How many of the orchestrator's runs left tasks waiting, by what held the first of them. */
  readonly holds: Readonly<Record<string, number>>;
  readonly runs: number;
  readonly series: readonly Point[];
}
export interface KeyResult {
  readonly key: string;
  readonly tasks: number;
  readonly meanDelay: number;
  readonly maxDelay: number;
  /** The most of them that ran at once. */
  readonly mostRunning: number;
}
