import { expect, test } from "vitest";
import { readRecord, type FileState } from "../ledger/record.ts";
import { decideSweep } from "./decide.ts";

const record = (state: FileState, until?: number) =>
  readRecord({
    key: "k",
    version: "v",
    owner: "o",
    state,
    received_at: 1,
    lease: until === undefined ? undefined : { token: "t", until },
  });

test("a sweep announces what the ledger never heard of", () => {
  expect(decideSweep(undefined, 100)).toBe("announce");
});

test.each([
  ["received", undefined, "announce"],
  ["processing", 101, "leave"],
  ["processing", 100, "announce"],
  ["processed", undefined, "announce"],
  ["handed", 101, "leave"],
  ["handed", 99, "announce"],
  ["failed", undefined, "leave"],
  ["gone", undefined, "leave"],
  ["expired", undefined, "leave"],
  ["archived", undefined, "leftover"],
  ["superseded", undefined, "leftover"],
] as const)("what is %s, its lease until %j, a sweep has to %s", (state, until, decision) => {
  expect(decideSweep(record(state, until), 100)).toBe(decision);
});
