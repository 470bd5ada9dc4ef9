import { simulate } from "@switchyard/core/orchestration/simulator.ts";
import { describe, expect, test } from "vitest";
import { fieldNames, fields, type Answers } from "./fields.ts";
import { answersNow } from "./prefill.ts";
import { readForm } from "./read-form.ts";
import { labourerNow } from "./testing.ts";

const read = (change: Partial<Answers> = {}, labourer = labourerNow()) =>
  readForm({ ...answersNow(labourer), ...change }, labourer);
const inputs = (change: Partial<Answers> = {}, labourer = labourerNow()) => {
  const found = read(change, labourer);
  if ("problems" in found) throw new TypeError(JSON.stringify(found.problems));
  return found;
};
const sentences = (change: Partial<Answers>) => {
  const found = read(change);
  return "problems" in found ? found.problems.map(({ sentence }) => sentence) : [];
};

describe("the form of other limits", () => {
  test("begins with what the labourer has to do now, how long it takes and what it may", () => {
    const { now, changed } = inputs();
    expect(changed).toEqual(now);
    expect(now).toMatchObject({
      labourer: { max_simultaneous_invocations: 2, duration: 900, cooldown: 300, max_attempts: 3 },
      arrivals: [{ count: 102 }, { rate: 1 / 60, until: 3_600 }],
      durations: { exponential: 12 },
      failures: { rate: 0.55 },
    });
  });

  test("lets tasks that may hardly take longer than they do take that long each", () => {
    expect(inputs({}, labourerNow({ duration: 30 })).now.durations).toEqual({ fixed: 12 });
    const { durations: _, ...unknown } = labourerNow({ duration: 40 });
    expect(inputs({}, unknown).now.durations).toEqual({ fixed: 40 });
  });

  test("changes the limits alone: the load is the same on both sides", () => {
    const { now, changed } = inputs({ limit: "10", waiting: "500", starts: "5", period: "60" });
    expect([now.arrivals, now.durations]).toEqual([changed.arrivals, changed.durations]);
    expect(now.arrivals[0]).toMatchObject({ count: 500 });
    expect(now.labourer).toMatchObject({ max_simultaneous_invocations: 2, flow: {} });
    expect(changed.labourer).toMatchObject({
      max_simultaneous_invocations: 10,
      flow: { rate_limit: { limit: 5, period: 60 } },
    });
  });

  test("keeps a key's limits to its keys", () => {
    const labourer = labourerNow({
      keyLimit: 2,
      rate: { limit: 5, period: 60, perKey: true },
      keys: [
        { key: "a", running: 1 },
        { key: "b", running: 1 },
      ],
    });
    const key = "payload.key";
    const { now, changed } = inputs({ keyLimit: "" }, labourer);
    const rate_limit = { limit: 5, period: 60, key };
    expect(now.labourer["flow"]).toEqual({
      fair_share: { key },
      concurrency: { key, limit: 2 },
      rate_limit,
    });
    expect(changed.labourer["flow"]).toEqual({ fair_share: { key }, rate_limit });
    expect(now.arrivals[0]).toMatchObject({ keys: 2 });
  });

  test.each([
    [{ limit: "many" }, "At once: a whole number from 0 to 10,000 is expected, not “many”."],
    [{ limit: "1.5" }, "At once: a whole number from 0 to 10,000 is expected, not “1.5”."],
    [{ limit: " " }, "At once: a whole number from 0 to 10,000 is expected, there is none."],
    [
      { failing: "101" },
      "Attempts that fail, of 100: a number from 0 to 100 is expected, not “101”.",
    ],
    [{ starts: "5" }, "A number of starts needs the seconds that it is for."],
    [
      { waiting: "0", arriving: "0" },
      "There is nothing to simulate: some tasks must wait or arrive.",
    ],
    [
      { arriving: "60000", minutes: "600" },
      "These are 36,000,102 tasks; a browser tries up to a million.",
    ],
  ])("answers %j with a sentence", (change, sentence) => {
    expect(sentences(change)).toEqual([sentence]);
  });

  test("asks for nothing that the simulator itself would refuse", () => {
    const bounds = fieldNames.flatMap((name) => [
      { [name]: String(fields[name].least) },
      { [name]: String(fields[name].most) },
    ]);
    // Few tasks, for a short while: bounds are looked at, not loads.
    const small = { waiting: "3", arriving: "0", hours: "1", period: "60", starts: "2" };
    let tried = 0;
    for (const change of bounds) {
      const found = read({ ...small, ...change, waiting: "3", hours: "1" });
      if ("problems" in found) continue;
      expect(simulate({ ...found.changed, until: 60 }).tasks).toBeGreaterThanOrEqual(3);
      tried++;
    }
    expect(tried).toBeGreaterThan(fieldNames.length);
  });
});
