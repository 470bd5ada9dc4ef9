import { InvalidJobError } from "../../errors.ts";
import { type Attribute, readAttributes } from "../chunking/attributes.ts";
import { type Fields, isFields } from "../fields.ts";

/** The levels that jobs can be split by: the usual ones, and those a job may choose by name. */
export interface JobSchemas {
  readonly usual: readonly Attribute[];
  readonly variants: ReadonlyMap<string, readonly Attribute[]>;
}

/**
 * Reads sosw's configuration: `job_schema`, or `default` of `job_schema_variants`, is the usual.
 *
 * Throws `InvalidOrchestrationConfigError`. Seed: Scheduler, `apply_job_schema`.
 */
export function readJobSchemas(config: {
  readonly job_schema?: unknown;
  readonly job_schema_variants?: unknown;
}): JobSchemas {
  const named = isFields(config.job_schema_variants) ? config.job_schema_variants : {};
  const variants = new Map(
    Object.entries(named).map(([name, schema]) => [name, attributesOf(schema)] as const),
  );
  const own = attributesOf(config.job_schema);
  return { usual: own.length > 0 ? own : (variants.get("default") ?? []), variants };
}

const attributesOf = (schema: unknown) =>
  readAttributes(isFields(schema) ? schema["chunkable_attrs"] : undefined);

/** The levels a job chooses by its `job_schema_name`. Throws `InvalidJobError`, which lists the names. */
export function attributesFor(
  { job_schema_name: name }: Fields,
  { usual, variants }: JobSchemas,
): readonly Attribute[] {
  if (name === undefined || name === null || name === "default") return usual;
  const chosen = typeof name === "string" ? variants.get(name) : undefined;
  if (chosen) return chosen;
  const expected = `one of ${[...new Set(["default", ...variants.keys()])].join(", ")}`;
  throw new InvalidJobError([{ field: "job_schema_name", value: name, expected }]);
}
