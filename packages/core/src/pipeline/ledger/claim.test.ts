import { describe, expect, test } from "vitest";
import { explainRefusal } from "./claim.ts";
import { readRecord, states, type FileRecord } from "./record.ts";

const record = (facts: Partial<FileRecord>) =>
  readRecord({ key: "k", version: "v", owner: "o", state: "processing", received_at: 1, ...facts });
const limits = { now: 100, attempts: 3 };

describe("a refused claim", () => {
  test.each(states)("of a version that is %s is explained by its state", (state) => {
    const isEnd = ["archived", "superseded", "failed", "gone", "expired"].includes(state);
    expect(explainRefusal(record({ state, attempts: 9 }), limits).kind).toBe(
      isEnd ? "duplicate" : "exhausted",
    );
  });

  test("means that somebody works on it until its lease ends", () => {
    const busy = record({ attempts: 3, lease: { token: "t", until: 101 } });
    expect(explainRefusal(busy, limits)).toEqual({ kind: "busy", until: 101 });
  });

  test("means that its attempts are used up once the lease is over", () => {
    const dead = record({ attempts: 3, lease: { token: "t", until: 100 } });
    expect(explainRefusal(dead, limits)).toEqual({ kind: "exhausted", record: dead });
  });

  test("is worth another claim when the lease ended meanwhile", () => {
    const dead = record({ attempts: 2, lease: { token: "t", until: 100 } });
    expect(explainRefusal(dead, limits)).toEqual({ kind: "again" });
  });
});

describe("a record", () => {
  test("of an earlier release is read with its defaults", () => {
    const { schema: _, ...old } = record({});
    expect(readRecord(old)).toMatchObject({ schema: 1, attempts: 0 });
  });

  test("that can't be read gets a typed error", () => {
    expect(() => readRecord({ key: "k" })).toThrow(
      expect.objectContaining({ code: "pipeline.unreadable_record" }),
    );
  });
});
