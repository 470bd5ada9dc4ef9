import * as z from "zod/mini";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidOrchestrationConfigError } from "../errors.ts";
import { parseLabourer, type Labourer } from "../labourer.ts";

const seconds = (least = 0) => z.number().check(z.minimum(least), z.maximum(1e9));
const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));

/** Who the tasks are of: one value of the labourer's key, or `keys` values in turn. */
const whose = {
  key: z.optional(z.string()),
  keys: z.optional(whole(1, 100_000)),
  priority: z.optional(whole(0, 9)),
  /** Seconds after its arrival by which a task must have started. */
  deadline: z.optional(seconds()),
};
const Burst = z.object({ ...whose, at: z.prefault(seconds(), 0), count: whole(1, 5_000_000) });
const Stream = z.object({
  ...whose,
  from: z.prefault(seconds(), 0),
  until: seconds(),
  /** Tasks a second, at random times. */
  rate: z.number().check(z.positive(), z.maximum(100_000)),
});
const Duration = z.union(
  [
    z.object({ fixed: seconds() }),
    z.object({ uniform: z.tuple([seconds(), seconds()]) }),
    z.object({ exponential: seconds() }),
    /** Median and the value that one in a hundred exceeds. */
    z.object({ lognormal: z.object({ median: seconds(0.001), p99: seconds(0.001) }) }),
  ],
  "{ fixed }, { uniform }, { exponential } or { lognormal }, in seconds",
);
export type Duration = z.output<typeof Duration>;

const Config = z.object({
  seed: z.prefault(z.int(), 1),
  /** Settings as a labourer is registered with; `arn` may be missing. */
  labourer: z.record(z.string(), z.unknown()),
  arrivals: z
    .array(z.union([Burst, Stream], "a burst (at, count) or a stream (from, until, rate)"))
    .check(z.minLength(1), z.maxLength(1_000)),
  /** How long workers take, in seconds. */
  durations: Duration,
  failures: z.prefault(
    z.object({
      /** How many of a hundred attempts fail, as a share from 0 to 1. */
      rate: z.number().check(z.minimum(0), z.maximum(1)),
    }),
    { rate: 0 },
  ),
  /** Health from a time on, in seconds; 4, High, without it. */
  health: z.prefault(z.array(z.object({ at: seconds(), status: z.literal([0, 1, 2, 3, 4]) })), []),
  /** Arrivals and completions wake the orchestrator; otherwise it runs every minute, as the seed's. */
  pokes: z.prefault(z.boolean(), true),
  /** Seconds from a poke to the starts that it brings. */
  run_seconds: z.prefault(seconds(0.01), 0.3),
  /** Seconds after which the simulation ends whatever is left; 90 days by default. */
  until: z.prefault(seconds(1), 7_776_000),
  /** Points of the series at most. */
  points: z.prefault(whole(10, 10_000), 300),
});

export type SimulationInput = z.input<typeof Config>;
export type SimulationConfig = Omit<z.output<typeof Config>, "labourer"> & {
  readonly labourer: Labourer;
};
export type Arrivals = SimulationConfig["arrivals"][number];

/** Reads a simulation's configuration. Throws `InvalidOrchestrationConfigError`, naming each field. */
export function parseSimulation(input: unknown): SimulationConfig {
  const { success, data, error } = Config.safeParse(input);
  if (!success) throw new InvalidOrchestrationConfigError(issuesOf(error, input));
  const labourer = parseLabourer("simulated", { arn: "simulated", ...data.labourer });
  return { ...data, labourer };
}
