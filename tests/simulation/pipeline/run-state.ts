import { type PipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import { type Simulation } from "../harness.ts";
import { type SampleFile } from "./files.ts";
import { type PlannedUpload, type Scenario } from "./scenario.ts";
import { type World } from "./world.ts";

/** An upload that was made. */
export interface Uploaded {
  readonly plan: PlannedUpload;
  readonly key: string;
  readonly version: string;
  readonly file: SampleFile;
  /** Ms since 1970. */
  readonly at: number;
}

/** One run of a scenario, while it goes on and when it is over. */
export interface Run {
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly world: World;
  readonly settings: PipelineSettings;
  /** In the order S3 stored them. */
  readonly uploaded: Uploaded[];
  /** What programs threw that no service had thrown. */
  readonly surprises: unknown[];
  /** Passes a program's end on, and notes what it throws. */
  watched<T>(program: Promise<T>): Promise<T>;
}

/** The beginning of a run. */
export function newRun(parts: Pick<Run, "scenario" | "simulation" | "world" | "settings">): Run {
  const surprises: unknown[] = [];
  const watched = async <T>(program: Promise<T>) => {
    try {
      return await program;
    } catch (error) {
      surprises.push(error);
      throw error;
    }
  };
  return { ...parts, uploaded: [], surprises, watched };
}
