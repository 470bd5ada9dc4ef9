export interface Waiting {
  /** In ms. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const shortest = 25;
const longest = 2_000;

/** Waits before try `attempt` + 1: at random, up to 25 ms doubled each time, at most 2 s. */
export async function backOff({ sleep, random }: Waiting, attempt: number): Promise<void> {
  const most = Math.min(longest, shortest * 2 ** attempt);
  await sleep(Math.ceil(random() * most));
}
