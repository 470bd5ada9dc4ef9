export interface Peeked<T> {
  /** The first pieces, together at least as long as asked, or all there are. */
  readonly first: readonly T[];
  /** Everything, the first pieces included. To be read once. */
  readonly all: AsyncIterable<T>;
  /** Ends the source if nobody reads it to its end. Doesn't wait: a stalled source would hold it. */
  readonly close: () => void;
}

/** Reads a stream's first pieces without taking them from it. */
export async function peek<T extends { readonly length: number }>(
  source: AsyncIterable<T>,
  atLeast: number,
): Promise<Peeked<T>> {
  const iterator = source[Symbol.asyncIterator]();
  const first: T[] = [];
  let length = 0;
  while (length < atLeast) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  const close = () => void iterator.return?.().catch(() => {});
  return { first, all: everything(first, iterator), close };
}

async function* everything<T>(first: T[], iterator: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield* first;
    first.length = 0;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
