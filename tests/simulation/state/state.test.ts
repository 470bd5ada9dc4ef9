import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultKinds } from "../faults.ts";
import { simulationSettings } from "../settings.ts";
import { runState, wrongIn, type Alter } from "./run.ts";
import { stateScenarios, type StateScenario } from "./scenario.ts";

const { seed, runs, path } = simulationSettings();
const calm: StateScenario = {
  seed: 1,
  store: "jar",
  writers: [
    { at: 0, updates: 2 },
    { at: 5, updates: 2 },
  ],
  faults: [],
  updateLasts: 50,
};

test(`${runs} histories of writers whose calls fail, get lost and come late lose and double no update`, async () => {
  const property = fc.asyncProperty(stateScenarios, async (scenario) => {
    expect(wrongIn(await runState(scenario))).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns: runs, path });
});

describe.each(["jar", "bucket", "map"] as const)("updates of a %s", (store) => {
  test("are all made when nothing happens", async () => {
    expect(await runState({ ...calm, store })).toMatchObject({ done: 4, unknown: 0, count: 4 });
  });

  test.each(faultKinds)("end well whichever call is %s", async (kind) => {
    const { calls } = await runState({ ...calm, store });
    for (let at = 0; at < calls; at++) {
      const wrong = wrongIn(await runState({ ...calm, store, faults: [{ at, kind }] }));
      expect({ at, wrong }).toEqual({ at, wrong: [] });
    }
  });

  test.each(["lost", "timedOut", "silence", "straggles"] as const)(
    "are certain though an answer is %s",
    async (kind) => {
      const alone = { ...calm, store, writers: [{ at: 0, updates: 3 }] };
      const { calls } = await runState(alone);
      for (let at = 0; at < calls; at++) {
        const { done, unknown, count } = await runState({ ...alone, faults: [{ at, kind }] });
        // A read that fails for good is an error; nothing was written then.
        expect(count).toBe(done);
        expect(unknown).toBeLessThanOrEqual(kind === "silence" ? 1 : 0);
      }
    },
  );
});

test.each(["lost", "silence", "straggles", "crashAfter"] as const)(
  "updates of a map in several items end well whichever call is %s",
  async (kind) => {
    const writers = calm.writers.map(({ at }) => ({ at, updates: 1 }));
    const parts: StateScenario = { ...calm, store: "parts", writers };
    const { calls } = await runState(parts);
    for (let at = 0; at < calls; at++) {
      const wrong = wrongIn(await runState({ ...parts, faults: [{ at, kind }] }));
      expect({ at, wrong }).toEqual({ at, wrong: [] });
    }
  },
);

const broken: Readonly<Record<string, Alter>> = {
  "writes on no condition": {
    request: (input) => {
      for (const condition of ["RevisionId", "IfMatch", "IfNoneMatch"]) delete input[condition];
      for (const part of ["ConditionExpression", "ExpressionAttributeNames"]) delete input[part];
      delete input["ExpressionAttributeValues"];
    },
  },
  "leaves no ids": {
    request: (input) => {
      delete input["Metadata"];
      const { Variables } = (input["Environment"] ?? {}) as { Variables?: Record<string, string> };
      delete Variables?.["jar_writes"];
      const item = input["Item"] as { writes?: object } | undefined;
      if (item) item.writes = { L: [] };
    },
  },
  "uses one id for all": { newToken: () => "same" },
};

describe.each(["jar", "bucket", "map"] as const)("a %s that", (store) => {
  test.each(Object.entries(broken))("%s is noticed", async (name, alter) => {
    // A map that finds no ids can't tell, and says so: that costs answers, and is never wrong.
    const isCautious = store === "map" && name === "leaves no ids";
    for (const scenario of fc.sample(stateScenarios, { seed: 1, numRuns: 300 })) {
      const outcome = await runState({ ...scenario, store }, alter);
      if (wrongIn(outcome).length > 0) return;
      const [fault] = scenario.faults;
      const isLost = scenario.faults.length === 1 && fault?.kind === "lost";
      if (isCautious && isLost && outcome.unknown > 0) return;
    }
    expect.unreachable("300 histories, and nothing was noticed.");
  });
});

test("a scenario runs the same way every time", async () => {
  for (const scenario of fc.sample(stateScenarios, { seed: 2, numRuns: 40 }))
    expect(await runState(scenario)).toEqual(await runState(scenario));
});
