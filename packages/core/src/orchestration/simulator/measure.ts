/** One stretch of time; times and delays in seconds. */
export interface Point {
  readonly time: number;
  /** As they were at the end of the stretch. */
  readonly waiting: number;
  readonly running: number;
  /** The share of the labourer's limit that was busy, 0 to 1. */
  readonly utilisation: number;
  readonly started: number;
  readonly meanDelay: number;
  readonly maxDelay: number;
}
export interface Delays {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

interface Stretch {
  waiting: number;
  running: number;
  busy: number;
  started: number;
  delay: number;
  maxDelay: number;
}

/** Keeps a series of at most `points` points, however long the simulation goes on. */
export class Measure {
  readonly #limit: number;
  readonly #points: number;
  #width = 1;
  #stretches: Stretch[] = [];
  #at = 0;
  #busy = 0;
  readonly #delays: number[] = [];

  constructor(limit: number, points: number) {
    this.#limit = limit;
    this.#points = points;
  }

  /** Until `now`, `running` ran and `waiting` waited. */
  until(now: number, waiting: number, running: number): void {
    while (this.#at < now) {
      const index = Math.floor(this.#at / this.#width);
      const end = Math.min(now, (index + 1) * this.#width);
      const stretch = this.#stretch(index);
      stretch.busy += running * (end - this.#at);
      stretch.waiting = waiting;
      stretch.running = running;
      this.#busy += running * (end - this.#at);
      this.#at = end;
      if (this.#stretches.length > 2 * this.#points) this.#merge();
    }
  }

  started(delay: number): void {
    const stretch = this.#stretch(Math.floor(this.#at / this.#width));
    stretch.started++;
    stretch.delay += delay;
    stretch.maxDelay = Math.max(stretch.maxDelay, delay);
    this.#delays.push(delay);
  }

  result(): { series: Point[]; delay: Delays; utilisation: number } {
    while (this.#stretches.length > this.#points) this.#merge();
    const slots = Math.max(1, this.#limit);
    const series = Array.from(this.#stretches, (stretch, index): Point => {
      const { waiting, running, busy, started, delay, maxDelay } = stretch;
      const time = index * this.#width;
      const lasted = Math.max(1e-9, Math.min(this.#width, this.#at - time));
      const meanDelay = started === 0 ? 0 : delay / started;
      const utilisation = busy / (lasted * slots);
      return { time, waiting, running, utilisation, started, meanDelay, maxDelay };
    });
    const utilisation = this.#at === 0 ? 0 : this.#busy / (this.#at * slots);
    return { series, delay: delaysOf(this.#delays), utilisation };
  }

  #stretch(index: number): Stretch {
    while (this.#stretches.length <= index) {
      const { waiting = 0, running = 0 } = this.#stretches.at(-1) ?? {};
      this.#stretches.push({ waiting, running, busy: 0, started: 0, delay: 0, maxDelay: 0 });
    }
    return this.#stretches[index] ?? this.#stretch(index);
  }

  #merge(): void {
    const merged: Stretch[] = [];
    for (const [index, stretch] of this.#stretches.entries()) {
      const before = merged.at(-1);
      if (index % 2 === 0 || !before) merged.push({ ...stretch });
      else
        merged[merged.length - 1] = {
          waiting: stretch.waiting,
          running: stretch.running,
          busy: before.busy + stretch.busy,
          started: before.started + stretch.started,
          delay: before.delay + stretch.delay,
          maxDelay: Math.max(before.maxDelay, stretch.maxDelay),
        };
    }
    this.#stretches = merged;
    this.#width *= 2;
  }
}

/** Mean, median, 95th percentile and longest. Pure. */
export function delaysOf(delays: readonly number[]): Delays {
  const sorted = Float64Array.from(delays).toSorted();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const sum = sorted.reduce((total, delay) => total + delay, 0);
  const mean = sorted.length === 0 ? 0 : sum / sorted.length;
  return { mean, p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
