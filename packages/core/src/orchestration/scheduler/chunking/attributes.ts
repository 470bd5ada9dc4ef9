import * as z from "zod/mini";
import { InvalidOrchestrationConfigError } from "../../errors.ts";

/** One level of a job that can be split, like the sections of a shop. */
export interface Attribute {
  readonly singular: string;
  readonly plural: string;
}

/** Under which a job may hold its values, or name it in a flag. The tasks' own is the first. */
export const namesOf = ({ singular, plural }: Attribute) => [plural, singular];

const name = z.string().check(z.minLength(1));
const configured = z.array(
  z.union([
    name,
    z.tuple([name]),
    z.tuple([name, z.nullable(z.object({ plural: z.optional(name) }))]),
  ]),
);

/**
 * Reads `chunkable_attrs`, outermost first: names in the singular, or Python's `[name, {}]`, in
 * whose object `plural` may name another plural than with an s.
 *
 * Throws `InvalidOrchestrationConfigError`. Seed: Scheduler, `job_schema`.
 */
export function readAttributes(value: unknown): readonly Attribute[] {
  const read = configured.safeParse(value ?? []);
  if (!read.success) throw refused(value, "a list of names, or of [name, {}]");
  const attributes = read.data.map(attributeOf);
  const names = attributes.flatMap(namesOf);
  if (new Set(names).size < names.length) throw refused(value, "each attribute once");
  return attributes;
}

function attributeOf(entry: z.infer<typeof configured>[number]): Attribute {
  const [singular, options] = typeof entry === "string" ? [entry] : entry;
  const plural = options?.plural ?? `${singular}s`;
  if (singular.endsWith("s") && !options?.plural)
    throw refused(singular, `the singular, or ["${singular}", { "plural": "…" }]`);
  return { singular, plural };
}

const refused = (value: unknown, expected: string) =>
  new InvalidOrchestrationConfigError([{ field: "chunkable_attrs", value, expected }]);
