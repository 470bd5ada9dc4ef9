import { type Simulation } from "../harness.ts";
import { type OrchestrationScenario, type PlannedTask } from "./scenario.ts";
import { type World } from "./world.ts";

/** One worker at work on one attempt of a task. Times in ms since 1970, by the services' clock. */
export interface Working {
  readonly task_id: string;
  readonly attempt: number;
  readonly number: number;
  readonly tenant: string;
  readonly from: number;
  until?: number;
}

/** One run of a scenario, while it goes on and when it is over. */
export interface Run {
  readonly scenario: OrchestrationScenario;
  readonly simulation: Simulation;
  readonly world: World;
  /** By the number that its payload carries. */
  readonly planned: readonly PlannedTask[];
  /** Everything that workers did, in its order. */
  readonly works: Working[];
  /** Most workers at once, of all tenants and of one. */
  readonly most: { all: number; ofTenant: number };
  /** Dead tasks that somebody was told of. */
  readonly announced: string[];
  /** When somebody was told that a task is cancelled, in ms by the services' clock, by its id. */
  readonly cancelled: Map<string, number>;
  /** Requests to schedule a job so far. */
  asked: number;
  /** What programs threw that no service had thrown. */
  readonly surprises: unknown[];
  watched<T>(program: Promise<T>): Promise<T>;
}

export function newRun(parts: Pick<Run, "scenario" | "simulation" | "world">): Run {
  const surprises: unknown[] = [];
  const watched = async <T>(program: Promise<T>) => {
    try {
      return await program;
    } catch (error) {
      if (isSurprising(error)) surprises.push(error);
      throw error;
    }
  };
  return {
    ...parts,
    planned: parts.scenario.jobs.flatMap(({ tasks }) => tasks),
    works: [],
    most: { all: 0, ofTenant: 0 },
    announced: [],
    cancelled: new Map(),
    asked: 0,
    surprises,
    watched,
  };
}

/** Neither a service's error nor one of the app's own. */
function isSurprising(error: unknown): boolean {
  return !(error instanceof Error && ("$metadata" in error || "code" in error));
}
