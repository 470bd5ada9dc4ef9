/** Chances drawn from a seed: the same seed draws the same chances, on every machine. */
export interface Random {
  /** A number from 0 to below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** Whether something of this probability (0 to 1) happens. Draws once in any case. */
  chance(probability: number): boolean;
  pick<const T>(choices: readonly [T, ...T[]]): T;
  /** So many hexadecimal digits, lower-case. */
  hex(digits: number): string;
  shuffle<T>(items: readonly T[]): T[];
  /** A source of its own, so that one consumer's draws don't move another's. */
  fork(): Random;
}

/** `seed` is any integer; only its lower 32 bits count. */
export function seededRandom(seed: number): Random {
  const next = sfc32(seed);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const random: Random = {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[between(0, choices.length - 1)] ?? choices[0],
    hex: (digits) => Array.from({ length: digits }, () => between(0, 15).toString(16)).join(""),
    shuffle: (items) => shuffled(items, between),
    fork: () => seededRandom(between(0, 0x7fffffff)),
  };
  return random;
}

function shuffled<T>(items: readonly T[], between: (low: number, high: number) => number): T[] {
  const keyed = items.map((item) => ({ item, order: between(0, 0x7fffffff) }));
  return keyed.toSorted((a, b) => a.order - b.order).map(({ item }) => item);
}

/** Chris Doty-Humphrey's small fast counter: 128 bits of state, passes PractRand. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}
