import type { Properties, ResourceType } from "./resource-type.ts";

/** Paths of all values in `inputs`: `a.b`, list items as `a[].b`. An empty object or list counts as a value. */
export function pathsOf(inputs: Properties): string[] {
  return [...new Set(Object.entries(inputs).flatMap(([key, value]) => below(key, value)))];
}

function below(path: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => below(`${path}[]`, item));
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return [path];
  return Object.entries(value).flatMap(([key, item]) => below(`${path}.${key}`, item));
}

/** Paths that `type` would silently ignore. */
export function ignoredPaths(type: ResourceType, inputs: Properties): string[] {
  const declared = [...type.honours, ...Object.keys(type.leavesOut ?? {})];
  return pathsOf(inputs).filter((path) => !declared.some((known) => covers(known, path)));
}

function covers(known: string, path: string) {
  return path === known || path.startsWith(`${known}.`) || path.startsWith(`${known}[`);
}
