import type { LabourerNow } from "../api/orchestration.ts";

/** What a labourer's counts were at a time. */
export interface Sample {
  /** ms since 1970. */
  readonly at: number;
  readonly queued: number;
  readonly running: number;
  readonly completed: number;
  readonly dead: number;
}
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** Of each labourer: two seconds apart that is twenty minutes. */
const most = 600;

/** Adds what was just read. Pure. */
export function withSample(known: Samples, labourers: readonly LabourerNow[], at: number): Samples {
  return new Map(
    labourers.map((labourer) => {
      const { id, queued, running, completed, dead } = labourer;
      const sample: Sample = {
        at,
        queued: queued.count,
        running: running.count,
        completed: completed.count,
        dead: dead.count,
      };
      return [id, [...(known.get(id) ?? []), sample].slice(-most)];
    }),
  );
}
