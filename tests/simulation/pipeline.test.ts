import { expect, test } from "vitest";
import { findCounterexample } from "./pipeline/check.ts";
import { simulationSettings } from "./settings.ts";

const settings = simulationSettings();

test(`${settings.runs} histories of failing calls, repeated and reordered messages and dying processes lose, double and misplace nothing`, async () => {
  // What is found says by which command it is seen again.
  expect(await findCounterexample(settings)).toBeUndefined();
});
