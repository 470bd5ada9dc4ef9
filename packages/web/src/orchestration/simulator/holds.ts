const names: Readonly<Record<string, string>> = {
  labourer_limit: "the limit at once",
  key_limit: "the limit of a key",
  labourer_rate: "the number of starts",
  key_rate: "the number of starts of a key",
  health: "health",
};

/** What held tasks back, the most frequent first. Pure. */
export function holdText(holds: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(holds).toSorted(([, a], [, b]) => b - a);
  return sorted.map(([why]) => names[why] ?? why).join(", ") || "nothing";
}
