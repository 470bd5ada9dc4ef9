import * as fc from "fast-check";
import { expect, test } from "vitest";
import { placesAtEnd, placesAtFront } from "./greenfield.ts";

const now = 1_795_228_374;

test("tasks of an empty queue stand where sosw puts them", () => {
  expect(placesAtEnd(3, undefined, now)).toEqual([2_000, 3_000, 4_000]);
});

test("tasks go 1,000 after the newest", () => {
  expect(placesAtEnd(2, 7_000, now)).toEqual([8_000, 9_000]);
});

test("a load of any size stays in order, after the newest and before now", () => {
  const counts = fc.integer({ min: 1, max: 2_000 });
  const gaps = fc.integer({ min: 1, max: 3_000_000 });
  const holds = fc.property(counts, gaps, (count, gap) => {
    const places = [now - gap, ...placesAtEnd(count, now - gap, now), now];
    for (const [index, place] of places.slice(1).entries()) {
      expect(place).toBeGreaterThan(places[index] ?? now);
    }
  });
  fc.assert(holds);
});

test("returned tasks go one before the oldest, each before the last", () => {
  expect(placesAtFront(2, 4_000)).toEqual([3_999, 3_998]);
  expect(placesAtFront(1, undefined)).toEqual([999]);
});
