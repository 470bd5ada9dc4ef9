import * as z from "zod/mini";
import { issuesOf } from "../aws/environment.ts";
import { InvalidOrchestrationConfigError } from "./errors.ts";

const whole = (least: number, most = 1e9) => z.int().check(z.minimum(least), z.maximum(most));
const positive = (most = 1e9) => z.number().check(z.positive(), z.maximum(most));
const text = () => z.string().check(z.minLength(1));
const keyPath = () =>
  z.string().check(z.regex(/^payload(\.[\w-]+)+$/, "a path into the payload, like payload.tenant"));

const HealthMetric = z.object({
  /** As CloudWatch takes them; sosw's names. */
  details: z.object({
    Name: text(),
    Namespace: text(),
    /** Seconds; 60 by default. */
    Period: z.optional(whole(1, 86_400)),
    Statistics: z.optional(z.array(z.enum(["Average", "Maximum", "Minimum"])).check(z.length(1))),
    Dimensions: z.optional(
      z.array(z.object({ Name: text(), Value: text() })).check(z.maxLength(30)),
    ),
    /** Seconds that one value is made of; 300 by default. */
    MetricAggregationTimeSlice: z.optional(whole(1, 1_209_600)),
  }),
  /** Status (1 to 4) and its threshold; a value that meets none is 0, Bad. */
  feelings: z.partialRecord(z.enum(["0", "1", "2", "3", "4"]), z.number()),
  feeling_comparison_operator: z.enum(["<", "<=", ">", ">=", "==", "lt", "le", "gt", "ge", "eq"]),
  /** What a metric without data counts as; 4, healthy, by default. */
  without_data: z.optional(whole(0, 4)),
});
export type HealthMetric = z.infer<typeof HealthMetric>;

const Flow = z
  .object({
    /** At most `limit` tasks run for each value of the key. */
    concurrency: z.optional(z.object({ key: keyPath(), limit: whole(1) })),
    /** Those who wait are served in turn. */
    fair_share: z.optional(z.object({ key: keyPath() })),
    /** At most `limit` starts in `period` seconds, for the labourer or for each value of the key. */
    rate_limit: z.optional(
      z.object({ key: z.optional(keyPath()), limit: whole(1), period: positive() }),
    ),
    /** Tasks of a higher priority (0 to 9) first. */
    priority: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      (flow) => new Set(keysOf(flow)).size <= 1,
      "one key: concurrency, fair share and rate limit of a labourer share it",
    ),
  );
export type Flow = z.infer<typeof Flow>;

const Retry = z.object({
  /** `exponential` with jitter; `attempts` is sosw's rule: max duration × attempts. */
  policy: z.prefault(z.enum(["exponential", "attempts"]), "exponential"),
  /** Seconds before the first retry. */
  base: z.prefault(positive(86_400), 30),
  /** Seconds at most. */
  cap: z.prefault(positive(604_800), 3_600),
});

const LabourerSettings = z.object({
  /** The function's ARN or name. */
  arn: text(),
  max_simultaneous_invocations: z.prefault(whole(0, 10_000), 1),
  /** Seconds a task may take. */
  duration: z.prefault(whole(1, 15_000_000), 900),
  /** Seconds after `duration` that a task still holds its slot. */
  cooldown: z.prefault(whole(0, 15_000_000), 300),
  max_attempts: z.prefault(whole(1, 1_000), 3),
  health_metrics: z.prefault(z.record(z.string(), HealthMetric), {}),
  retry: z.prefault(Retry, {}),
  flow: z.optional(Flow),
  /** Seconds without a sign of life after which a task is tried again. */
  heartbeat_timeout: z.optional(positive()),
  /** JSON Schema that payloads must meet. */
  payload_schema: z.optional(z.record(z.string(), z.unknown())),
});

/** A registered worker function and its limits. Times in seconds. Seed: Labourer. */
export type Labourer = Readonly<z.infer<typeof LabourerSettings>> & { readonly id: string };
export type LabourerInput = z.input<typeof LabourerSettings>;

const labourerId = /^[\w.-]{1,128}$/;

/** Reads a labourer's settings. Throws `InvalidOrchestrationConfigError`, naming each field. */
export function parseLabourer(id: string, settings: unknown): Labourer {
  const field = `labourers.${id}`;
  if (!labourerId.test(id)) {
    const expected = "1 to 128 of letters, digits, _ . and -";
    throw new InvalidOrchestrationConfigError([{ field, value: id, expected }]);
  }
  const { success, data, error } = LabourerSettings.safeParse(settings);
  if (success) return { ...data, id };
  const issues = issuesOf(error, settings);
  throw new InvalidOrchestrationConfigError(
    issues.map((issue) => ({ ...issue, field: `${field}.${issue.field}` })),
  );
}

/** Reads labourers by their ids, as sosw's `task_config.labourers` has them. Errors as `parseLabourer`. */
export function parseLabourers(labourers: unknown): Labourer[] {
  if (typeof labourers !== "object" || labourers === null || Array.isArray(labourers)) {
    const expected = "an object: labourers' settings by their ids";
    throw new InvalidOrchestrationConfigError([{ field: "labourers", value: labourers, expected }]);
  }
  return Object.entries(labourers).map(([id, settings]) => parseLabourer(id, settings));
}

/** The one path into payloads that concurrency, fair share and rate limit of a labourer share. */
export const flowKeyOf = (flow: Flow | undefined): string | undefined => flow && keysOf(flow)[0];

/** Whether tasks wait in lanes: each key value and priority has its own. */
export const hasLanes = ({ flow }: Pick<Labourer, "flow">): boolean =>
  flow !== undefined && (flow.priority === true || flowKeyOf(flow) !== undefined);

function keysOf({
  concurrency,
  fair_share: share,
  rate_limit: rate,
}: Pick<z.infer<typeof Flow>, "concurrency" | "fair_share" | "rate_limit">): string[] {
  return [concurrency?.key, share?.key, rate?.key].filter((key) => key !== undefined);
}
