export type Variables = Readonly<Record<string, string>>;

/** What all variables of a function may take together, in bytes. */
export const environmentLimit = 4_096;

/** What variables take of the limit, as Lambda measures: their JSON in UTF-8. Pure. */
export const sizeOf = (variables: Variables): number =>
  Buffer.byteLength(JSON.stringify(variables));

export const fits = (variables: Variables): boolean => sizeOf(variables) <= environmentLimit;

/** Variables without some. Pure. */
export function without(variables: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}
