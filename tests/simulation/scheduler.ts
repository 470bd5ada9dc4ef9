import { type Clock } from "../models/model.ts";

/** What an act returns that is over when it returns: nobody has to wait for promises to settle. */
export const still = Symbol("still");

type Act = () => unknown;

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly act: Act;
  cancelled: boolean;
}

/** Virtual time: it stands still while anything runs, and jumps to the next thing that is due. */
export class Scheduler implements Clock {
  readonly #heap: Timer[] = [];
  #now: number;
  #order = 0;
  #stirred = true;

  /** `start` is in ms since 1970. */
  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Whether what was done last may have woken something that now runs by itself. */
  get stirred(): boolean {
    return this.#stirred;
  }

  after(ms: number, act: Act): () => void {
    const timer: Timer = {
      at: this.#now + Math.max(0, Math.ceil(ms)),
      order: this.#order++,
      act,
      cancelled: false,
    };
    this.#push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** Does what is due next. `false` when nothing is left, or nothing before `until`. */
  step(until = Infinity): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (!next || next.at > until) return false;
      this.#pop();
      if (next.cancelled) continue;
      this.#now = Math.max(this.#now, next.at);
      this.#stirred = next.act() !== still;
      return true;
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(timer);
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const above = heap[parent];
      if (!above || !isBefore(timer, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const isRight = !!left && !!right && isBefore(right, left);
      const child = isRight ? right : left;
      if (!child || !isBefore(child, last)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
