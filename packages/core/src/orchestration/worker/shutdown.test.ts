import { expect, test } from "vitest";
import { shutdownBefore } from "./shutdown.ts";
import { manualTimers } from "./testing.ts";

test.each([
  [60_000, 10_000, 50_000],
  [900_000, 30_000, 870_000],
  [3_000, 10_000, 1_500],
  [0, 10_000, 0],
])("with %i ms left and a period of %i it fires after %i ms", (left, period, expected) => {
  const { after, pass } = manualTimers();
  const { signal } = shutdownBefore(left, period, after);
  pass(expected - 1);
  expect(signal.aborted).toBe(false);
  pass(expected);
  expect(signal.aborted).toBe(true);
});

test("it doesn't fire once it has ended", () => {
  const { after, pass } = manualTimers();
  const { signal, end } = shutdownBefore(60_000, 10_000, after);
  end();
  pass(60_000);
  expect(signal.aborted).toBe(false);
});
