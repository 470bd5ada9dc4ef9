/** What a job or a task's payload holds, as JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether it is an object of JSON: neither a list nor null. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same without some of its fields. */
export function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
