/** The name that is most like a misspelt one; `undefined` where none is like it. Pure. */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(wrong.length / 2));
  const [best] = names
    .map((name) => ({
      name,
      // A beginning counts as one slip: --lab is --labourer.
      slips: name.startsWith(wrong) ? 1 : distance(wrong, name),
    }))
    .toSorted((a, b) => a.slips - b.slips);
  return best && best.slips <= most ? best.name : undefined;
}

/** How many letters must be put in, left out or changed. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1];
    for (const [to, letterThere] of Array.from(other).entries()) {
      const changed = (row[to] ?? 0) + (letter === letterThere ? 0 : 1);
      next.push(Math.min(changed, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
