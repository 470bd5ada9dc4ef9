import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInputError } from "../../errors.ts";
import { readRecord } from "../ledger/record.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { historyOf, summaryOf } from "./view.ts";

const list = { owner: "alice", state: "failed", prefix: "alice/in/" };
const end = { key: "alice/in/ü.txt", version: "v1", received_at: 5 };

describe("the cursor of a list", () => {
  test("leads on where the page ended", () => {
    expect(readCursor(writeCursor(end, list), list)).toEqual(end);
  });

  test.each([
    { ...list, owner: "bob" },
    { ...list, state: undefined },
    { ...list, prefix: "alice/" },
  ])("is of no use for another list: %j", (other) => {
    expect(() => readCursor(writeCursor(end, list), other)).toThrow(InvalidInputError);
  });

  test("of any other make is refused by name", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (cursor) => {
        expect(() => readCursor(cursor, list)).toThrow(/cursor/);
      }),
    );
  });
});

describe("a file as its owner sees it", () => {
  const record = readRecord({
    key: "alice/a.csv",
    version: "v1",
    owner: "alice",
    state: "archived",
    received_at: 1,
    processing_at: 4,
    processed_at: 3,
    archived_at: 5,
    attempts: 2,
    write: "secret",
    results: [{ name: "profile.json", key: "results/…", type: "application/json", size: 7 }],
  });

  test("has the time of its last change", () => {
    expect(summaryOf(record)).toMatchObject({ state: "archived", receivedAt: 1, updatedAt: 5 });
  });

  test("has its steps in the order they last happened, and no inner workings", () => {
    const history = historyOf(record);
    expect(history.steps.map(({ state }) => state)).toEqual([
      "received",
      "processed",
      "processing",
      "archived",
    ]);
    expect(history.results).toEqual([{ name: "profile.json", type: "application/json", size: 7 }]);
    expect(JSON.stringify(history)).not.toContain("secret");
  });
});
