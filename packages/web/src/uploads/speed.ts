interface Sample {
  /** ms, of one clock. */
  readonly at: number;
  readonly bytes: number;
}

/** ms that a speed looks back: short enough to follow the network, long enough to be read. */
const windowMs = 5000;

/** Follows how fast bytes go. One for a file, one for all. */
export function speedometer() {
  let samples: Sample[] = [];
  return {
    /** Notes that `bytes` in all have gone by `at`. What was taken back, by a retry, begins anew. */
    note(bytes: number, at: number) {
      const last = samples.at(-1);
      if (last && bytes < last.bytes) samples = [];
      samples = [...samples.filter((sample) => at - sample.at <= windowMs), { at, bytes }];
    },
    /** Bytes a second, over the last five seconds. Undefined before there is anything to tell. */
    speed(): number | undefined {
      const [first, last] = [samples[0], samples.at(-1)];
      if (!first || !last || last.at - first.at < 500) return undefined;
      return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
    },
    stop() {
      samples = [];
    },
  };
}

/** ms until `left` bytes are gone at `speed`, if that can be said. Pure. */
export const timeLeft = (left: number, speed = 0): number | undefined =>
  speed > 0 ? (left / speed) * 1000 : undefined;
