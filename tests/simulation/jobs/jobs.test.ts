import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultKinds } from "../faults.ts";
import { simulationSettings } from "../settings.ts";
import { runJob, wrongIn, type Alter } from "./run.ts";
import { jobScenarios, type JobScenario } from "./scenario.ts";

const { seed, runs: asked, path } = simulationSettings();
// A job is many calls.
const runs = Math.ceil(asked / 5);
const calm: JobScenario = {
  seed: 1,
  count: 260,
  tasksPerFile: 100,
  triggers: [0],
  archives: true,
  keyed: false,
  faults: [],
};
const wrong = async (scenario: JobScenario, alter?: Alter) =>
  wrongIn(scenario, await runJob(scenario, alter));

test(`${runs} histories of jobs whose triggers repeat and whose calls fail lose, double and revive no task`, async () => {
  const property = fc.asyncProperty(jobScenarios, async (scenario) => {
    expect(await wrong(scenario)).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns: runs, path });
});

describe.each([
  ["a job in files", calm],
  ["a small job", { ...calm, count: 99 }],
  [
    "a job triggered twice at once, of which half the keys are taken",
    { ...calm, count: 150, keyed: true, triggers: [0, 5] },
  ],
] as const)("%s", (_, scenario) => {
  test("is loaded when nothing happens", async () => {
    const run = await runJob(scenario);
    expect(wrongIn(scenario, run)).toEqual([]);
    expect(run.tables.closed.length).toBeGreaterThan(0);
  });

  test.each(faultKinds)("ends well whichever call is %s", async (kind) => {
    const { calls } = await runJob(scenario);
    for (let at = 0; at < calls; at++) {
      const found = await wrong({ ...scenario, faults: [{ at, kind }] });
      expect({ at, found }).toEqual({ at, found: [] });
    }
  });
});

const broken: Readonly<Record<string, Alter>> = {
  "moves its checkpoint on no condition": (input) => {
    for (const { Update: update } of transactionIn(input))
      if (String(update?.["ConditionExpression"]).includes("#loaded"))
        delete update?.["ConditionExpression"];
  },
  "doesn't move its checkpoint": (input) => {
    for (const { Update: update } of transactionIn(input)) {
      const values = update?.["ExpressionAttributeValues"] as Record<string, unknown> | undefined;
      if (values && ":before" in values) values[":loaded"] = values[":before"];
    }
  },
};

const transactionIn = (input: Record<string, unknown>) =>
  (input["TransactItems"] ?? []) as { readonly Update?: Record<string, unknown> }[];

test.each(Object.entries(broken))("a scheduler that %s is noticed", async (_, alter) => {
  const found: string[] = [];
  for (const kind of ["silence", "straggles", "crashDuring"] as const)
    for (let at = 4; at < 20 && found.length === 0; at++)
      found.push(...(await wrong({ ...calm, triggers: [0, 5], faults: [{ at, kind }] }, alter)));
  expect(found).not.toEqual([]);
});
