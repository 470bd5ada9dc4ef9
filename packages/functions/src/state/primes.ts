import { InvalidInputError } from "@switchyard/core/errors.ts";
import { persistentMap } from "@switchyard/core/state/persistent-map";

interface Answer {
  readonly below: number;
  readonly primes: number;
  /** Whether it was computed now, found in this container, or found in the table. */
  readonly from: "computed" | "container" | "table";
}

const most = 50_000_000;
/** What this container has answered before. */
const answered = new Set<number>();

/**
 * How many primes there are below a number: slow work whose results are remembered. A warm
 * container asks the table for nothing.
 */
export async function handler(event: { readonly below?: unknown } = {}): Promise<Answer> {
  const below = checked(event.below);
  const known = await persistentMap<number, number>({ ensureTable: false });
  const found = known.get(below);
  const from = found === undefined ? "computed" : answered.has(below) ? "container" : "table";
  const primes = found ?? countPrimes(below);
  await known.set(below, primes);
  answered.add(below);
  return { below, primes, from };
}

function checked(below: unknown): number {
  if (typeof below === "number" && Number.isInteger(below) && below >= 0 && below <= most)
    return below;
  const expected = `a whole number from 0 to ${most}`;
  throw new InvalidInputError([{ field: "below", value: below, expected }]);
}

/** The sieve of Eratosthenes. */
function countPrimes(below: number): number {
  const isComposite = new Uint8Array(below);
  let count = 0;
  for (let number = 2; number < below; number++) {
    if (isComposite[number]) continue;
    count++;
    for (let multiple = number * number; multiple < below; multiple += number)
      isComposite[multiple] = 1;
  }
  return count;
}
