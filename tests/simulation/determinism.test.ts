import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runScenario } from "./pipeline/run.ts";
import { scenarios } from "./pipeline/scenario.ts";

test("a scenario runs the same way every time, call by call", async () => {
  for (const scenario of fc.sample(scenarios, { seed: 2, numRuns: 40 })) {
    const [first, second] = [await runScenario(scenario), await runScenario(scenario)];
    expect(second.simulation.trace.fingerprint()).toBe(first.simulation.trace.fingerprint());
    expect(second.simulation.calls()).toBe(first.simulation.calls());
  }
});
