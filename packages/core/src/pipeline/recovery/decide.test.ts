import { describe, expect, test } from "vitest";
import { readRecord, states, type FileRecord } from "../ledger/record.ts";
import { decideReplay } from "./decide.ts";
import { summarize, uploadOf, type PlannedReplay, type ReplayStep } from "./plan.ts";
import { decideRedrive, standingOf } from "./redrive-decision.ts";
import { matches } from "./selection.ts";

const record = (facts: Partial<FileRecord> = {}) =>
  readRecord({ key: "o/k", version: "v", owner: "o", state: "failed", received_at: 10, ...facts });
const alive = { token: "t", until: 101 };
const over = { token: "t", until: 100 };
const archive = { key: "o/k", version: "a1" };

describe("a replay", () => {
  test.each([
    ["failed", undefined, "announce"],
    ["received", undefined, "announce"],
    ["processing", alive, "none"],
    ["processing", over, "announce"],
    ["processed", undefined, "announce"],
    ["handed", alive, "none"],
    ["handed", over, "announce"],
    ["archived", undefined, "none"],
    ["superseded", undefined, "none"],
    ["gone", undefined, "none"],
    ["expired", undefined, "none"],
  ] as const)("of a file that is %s, with the lease %j, comes to: %s", (state, lease, action) => {
    const file = record({ state, lease, archive });
    expect(decideReplay(file, { now: 100, fromArchive: false }).action).toBe(action);
  });

  test("from the archive copies what is done back, and nothing else", () => {
    const copied = states.filter((state) => {
      const file = record({ state, archive });
      return decideReplay(file, { now: 100, fromArchive: true }).action === "copyBack";
    });
    expect(copied).toEqual(["archived", "superseded"]);
  });

  test("from the archive leaves a file alone whose copy nobody noted", () => {
    const file = record({ state: "archived" });
    expect(decideReplay(file, { now: 0, fromArchive: true })).toEqual({
      action: "none",
      why: "done",
    });
  });

  test("announces all that the ledger knows of an upload", () => {
    const file = record({ etag: "e", size: 3, sequencer: "0A", uploaded_at: 9, correlation: "c" });
    expect(uploadOf(file, "staging")).toEqual({
      bucket: "staging",
      key: "o/k",
      version: "v",
      etag: "e",
      size: 3,
      sequencer: "0A",
      uploadedAt: 9,
      correlation: "c",
    });
  });

  test("is summed up", () => {
    const item: PlannedReplay = {
      upload: uploadOf(record(), "staging"),
      state: "failed",
      decision: { action: "announce" },
    };
    const step = (result: ReplayStep["result"]): ReplayStep => ({
      done: 1,
      total: 4,
      item,
      result,
    });
    const failed = step({ kind: "failed", error: "x" });
    const steps = [
      step({ kind: "announced" }),
      step({ kind: "announced" }),
      step({ kind: "leftAlone" }),
      failed,
    ];
    expect(summarize(steps)).toEqual({
      announced: 2,
      copiedBack: 0,
      leftAlone: 1,
      failed: [failed],
    });
  });
});

describe("a redrive", () => {
  test.each([
    [undefined, "waiting"],
    [record(), "waiting"],
    [record({ state: "received" }), "waiting"],
    [record({ state: "processing", lease: alive }), "live"],
    [record({ state: "handed", lease: over }), "waiting"],
    [record({ state: "archived" }), "done"],
    [record({ state: "gone" }), "done"],
  ] as const)("sees how a file stands: %j is %s", (file, standing) => {
    expect(standingOf(file, 100)).toBe(standing);
  });

  test("sends a message back if one of its files waits and none is live", () => {
    expect(decideRedrive(["done", "waiting"])).toBe("redrive");
    expect(decideRedrive(["waiting", "live"])).toBe("live");
    expect(decideRedrive(["done", "done"])).toBe("drop");
  });
});

test.each([
  [{}, true],
  [{ key: "o/k" }, true],
  [{ key: "o/other" }, false],
  [{ prefix: "o/" }, true],
  [{ prefix: "p/" }, false],
  [{ owner: "o" }, true],
  [{ owner: "p" }, false],
  [{ state: "failed" as const }, true],
  [{ state: "archived" as const }, false],
  [{ since: 10, until: 11 }, true],
  [{ since: 11 }, false],
  [{ until: 10 }, false],
])("the selection %j holds the file: %s", (selection, holds) => {
  expect(matches(record(), selection)).toBe(holds);
});
