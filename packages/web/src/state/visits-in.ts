interface Visits {
  readonly count: number;
  /** ms since 1970. */
  readonly last?: number;
}

/** The counter's text as what it means; undefined where it is something else. Pure. */
export function visitsIn(text: string | undefined): Visits | undefined {
  if (text === undefined) return { count: 0 };
  try {
    const { count, last }: { count?: unknown; last?: unknown } = Object(JSON.parse(text));
    if (typeof count !== "number") return undefined;
    const at = typeof last === "string" ? Date.parse(last) : Number.NaN;
    return Number.isNaN(at) ? { count } : { count, last: at };
  } catch {
    return undefined;
  }
}
