import { describe, expect, test } from "vitest";
import { faultKinds } from "./faults.ts";
import { checkScenario } from "./pipeline/check.ts";
import { type Scenario } from "./pipeline/scenario.ts";

const upload = { at: 0, key: 0, file: 1, events: [10] };
const calm: Scenario = {
  seed: 1,
  uploads: [upload],
  faults: [],
  duplicates: 0,
  skew: 0,
  batchSize: 10,
  copiesInParts: false,
  handsOver: false,
  attempts: 5,
  maxReceives: 40,
  recoveries: [],
};

/** Ways that a file can take; each has calls of its own. */
const ways: Readonly<Record<string, Scenario>> = {
  "one file": calm,
  "files of one batch": { ...calm, uploads: [0, 1, 2].map((key) => ({ ...upload, key })) },
  "one file, copied in parts": { ...calm, copiesInParts: true },
  "one file, handed over to a container": { ...calm, handsOver: true },
  "an older version after a newer": {
    ...calm,
    uploads: [
      { ...upload, events: [10_000] },
      { ...upload, at: 100 },
    ],
  },
  "a file whose event was lost": { ...calm, uploads: [{ ...upload, events: [] }] },
  "a file that can't be processed, and is redriven": {
    ...calm,
    uploads: [{ ...upload, file: 4 }],
    recoveries: [{ at: 600_000, how: "redrive" }],
  },
};

describe.each(Object.entries(ways))("%s", (_way, scenario) => {
  test("ends well when nothing happens", async () => {
    expect((await checkScenario(scenario)).wrong).toEqual([]);
  });

  test.each(faultKinds)("ends well whichever call is %s", async (kind) => {
    const { run } = await checkScenario(scenario);
    for (let at = 0; at < run.simulation.calls(); at++) {
      const { wrong } = await checkScenario({ ...scenario, faults: [{ at, kind }] });
      expect({ at, wrong }).toEqual({ at, wrong: [] });
    }
  });
});
