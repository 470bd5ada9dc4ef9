import * as fc from "fast-check";
import { expect, test } from "vitest";
import { broken } from "./pipeline/broken.ts";
import { checkScenario } from "./pipeline/check.ts";
import { scenarios } from "./pipeline/scenario.ts";

const most = 600;

// A simulation that finds nothing proves nothing, unless it finds what is known to be there.
test.each(Object.entries(broken))("notices a pipeline that %s", async (_fault, alter) => {
  for (const scenario of fc.sample(scenarios, { seed: 1, numRuns: most })) {
    const { wrong } = await checkScenario(scenario, { alter });
    if (wrong.length === 0) continue;
    const { wrong: withoutTheFault } = await checkScenario(scenario);
    expect(withoutTheFault).toEqual([]);
    return;
  }
  expect.unreachable(`${most} histories, and nothing was noticed.`);
});
