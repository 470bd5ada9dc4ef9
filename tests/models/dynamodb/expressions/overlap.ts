import { validation } from "../errors.ts";

type Parts = readonly (string | number)[];

/** Refuses paths of which one is, or holds, another. `kind` names the expression. */
export function refuseOverlap(kind: string, paths: readonly Parts[]): void {
  for (const [index, one] of paths.entries()) {
    for (const other of paths.slice(index + 1)) refusePair(kind, one, other);
  }
}

function refusePair(kind: string, one: Parts, other: Parts): void {
  const shared = Math.min(one.length, other.length);
  for (let depth = 0; depth < shared; depth++) {
    const [a, b] = [one[depth], other[depth]];
    if (typeof a !== typeof b) throw refused(kind, "conflict with", one, other);
    if (a !== b) return;
  }
  throw refused(kind, "overlap with", one, other);
}

function refused(kind: string, how: string, one: Parts, other: Parts) {
  return validation(
    `Invalid ${kind}: Two document paths ${how} each other; must remove or rewrite one of these paths; ` +
      `path one: ${show(one)}, path two: ${show(other)}`,
  );
}

function show(parts: Parts): string {
  return `[${parts.map((part) => (typeof part === "number" ? `[${part}]` : part)).join(", ")}]`;
}
