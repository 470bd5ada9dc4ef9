import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultKinds } from "../faults.ts";
import { simulationSettings } from "../settings.ts";
import { broken } from "./broken.ts";
import { runOrchestration, wrongWith } from "./run.ts";
import { orchestrationScenarios, type OrchestrationScenario } from "./scenario.ts";

const settings = simulationSettings();

test(
  `${settings.runs} histories of failing calls, lagging indexes, repeated events and dying processes lose, double and overrun nothing`,
  {
    timeout: 3_000_000,
  },
  async () => {
    await fc.assert(
      fc.asyncProperty(orchestrationScenarios, async (scenario) => {
        expect(await wrongWith(await runOrchestration(scenario))).toEqual([]);
      }),
      { seed: settings.seed, numRuns: settings.runs, path: settings.path },
    );
  },
);

const task = { tenant: 0, works: 1_000, fails: 0, vanishes: false };
const calm: OrchestrationScenario = {
  seed: 1,
  jobs: [{ at: 0, tasks: [task], requests: 1 }],
  faults: [],
  limit: 2,
  keyLimit: undefined,
  maxAttempts: 3,
  skew: 0,
  lag: 300,
  repeats: 0,
  drops: 0,
  clocks: 1,
  cancels: [],
};

/** Ways that tasks can take; each has calls of its own. */
const ways: Readonly<Record<string, OrchestrationScenario>> = {
  "one task": calm,
  "a task that fails once": {
    ...calm,
    jobs: [{ at: 0, tasks: [{ ...task, fails: 1 }], requests: 1 }],
  },
  "a task that dies": {
    ...calm,
    maxAttempts: 1,
    jobs: [{ at: 0, tasks: [{ ...task, fails: 9 }], requests: 1 }],
  },
  "two tenants under limits of their own": {
    ...calm,
    keyLimit: 1,
    jobs: [{ at: 0, tasks: [task, { ...task, tenant: 1 }], requests: 1 }],
  },
};

describe.each(Object.entries(ways))("%s", (_way, scenario) => {
  test("ends well when nothing happens", async () => {
    expect(await wrongWith(await runOrchestration(scenario))).toEqual([]);
  });

  test.each(faultKinds)("ends well whichever call is %s", async (kind) => {
    const { simulation } = await runOrchestration(scenario);
    for (let at = 0; at < Math.min(simulation.calls(), mostCalls); at++) {
      const wrong = await wrongWith(
        await runOrchestration({ ...scenario, faults: [{ at, kind }] }),
      );
      expect({ at, wrong }).toEqual({ at, wrong: [] });
    }
  });
});

/** After them the clock only looks around. */
const mostCalls = 40;

// A simulation that finds nothing proves nothing, unless it finds what is known to be there.
test.each(Object.entries(broken))("notices an orchestration that %s", async (_fault, alter) => {
  for (const scenario of fc.sample(orchestrationScenarios, { seed: 1, numRuns: 300 })) {
    if ((await wrongWith(await runOrchestration(scenario, { alter }))).length === 0) continue;
    expect(await wrongWith(await runOrchestration(scenario))).toEqual([]);
    return;
  }
  expect.unreachable("300 histories, and nothing was noticed.");
});

test("a scenario runs the same way every time, call by call", async () => {
  for (const scenario of fc.sample(orchestrationScenarios, { seed: 2, numRuns: 20 })) {
    const [first, second] = [await runOrchestration(scenario), await runOrchestration(scenario)];
    expect(second.simulation.trace.fingerprint()).toBe(first.simulation.trace.fingerprint());
  }
});
