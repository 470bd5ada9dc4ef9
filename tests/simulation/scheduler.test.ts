import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Scheduler } from "./scheduler.ts";

test("what is due happens in its order, and what is due together in the order it was asked for", () => {
  const delays = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
  fc.assert(
    fc.property(delays, (list) => {
      const scheduler = new Scheduler(0);
      const seen: { at: number; index: number }[] = [];
      for (const [index, ms] of list.entries()) {
        scheduler.after(ms, () => seen.push({ at: scheduler.now(), index }));
      }
      while (scheduler.step());
      const expected = list
        .map((at, index) => ({ at, index }))
        .toSorted((a, b) => a.at - b.at || a.index - b.index);
      expect(seen).toEqual(expected);
    }),
  );
});

test("what is called off doesn't happen, and time doesn't go beyond what is asked", () => {
  const scheduler = new Scheduler(100);
  const seen: string[] = [];
  scheduler.after(10, () => seen.push("called off"))();
  scheduler.after(20, () => seen.push("done"));
  expect(scheduler.step(119)).toBe(false);
  expect(scheduler.step(120)).toBe(true);
  expect(seen).toEqual(["done"]);
  expect(scheduler.now()).toBe(120);
});
