import { type Running } from "./lambda/function.ts";
import { type Clock } from "./model.ts";

/** A clock that a test lets run: everything due is done in its order. */
export function testClock() {
  let now = 0;
  let timers: { at: number; act: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (ms, act) => {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const run = async (ms: number) => {
    const until = now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      timers = timers.filter((other) => other !== next);
      now = next.at;
      next.act();
    }
    now = until;
  };
  return { clock, run };
}

/** An invocation that ends as `done` does. */
export function running(done: Promise<unknown>, kill = () => {}): Running {
  return { done, kill, onDeath: () => {} };
}
