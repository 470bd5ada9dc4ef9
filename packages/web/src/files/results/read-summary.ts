interface Read {
  readonly facts: readonly (readonly [string, string])[];
  readonly groups: readonly {
    readonly name: string;
    readonly counts: readonly (readonly [string, number])[];
  }[];
}

/** Parts a transform's summary: groups of counts, which can be plotted, and single facts. Pure. */
export function readSummary(summary: Readonly<Record<string, unknown>>): Read {
  const entries = Object.entries(summary).map(([name, value]) => ({
    name: words(name),
    value,
    counts: countsIn(value),
  }));
  return {
    facts: entries.flatMap(({ name, value, counts }) =>
      counts ? [] : [[name, factOf(value)] as const],
    ),
    groups: entries.flatMap(({ name, counts }) => (counts ? [{ name, counts }] : [])),
  };
}

function countsIn(value: unknown): [string, number][] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const counts = Object.entries(value).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  );
  return counts.length > 1 && counts.length === Object.keys(value).length ? counts : undefined;
}

function factOf(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return value.toLocaleString("en");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `longestLine` → `Longest line`. */
function words(name: string): string {
  const text = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
