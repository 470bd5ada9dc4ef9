/** Histories of one seed: what a job is given at once. */
export const blockSize = 100;

/** Histories drawn from one seed. */
export interface Block {
  readonly seed: number;
  readonly runs: number;
}

/** So many histories from this seed on, a hundred of each seed. */
export function* blocksFrom(seed: number, runs: number): Generator<Block> {
  for (let from = 0; from < runs; from += blockSize)
    yield { seed: seed + from / blockSize, runs: Math.min(blockSize, runs - from) };
}
