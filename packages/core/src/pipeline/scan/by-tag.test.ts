import { expect, test } from "vitest";
import { correlationIn } from "../correlation.ts";
import { verdictOf } from "./by-tag.ts";

test.each([
  [undefined, "pending"],
  ["NO_THREATS_FOUND", "clean"],
  ["THREATS_FOUND", "refused"],
  ["UNSUPPORTED", "refused"],
  ["", "refused"],
])("the scanner's tag %j means %s", (value, kind) => {
  expect(verdictOf(value).kind).toBe(kind);
});

test.each([
  ["a-B.3:_", "a-B.3:_"],
  ["", undefined],
  ["a b", undefined],
  ["a\n", undefined],
  ["x".repeat(129), undefined],
])("the correlation id %j is carried as %j", (id, carried) => {
  expect(correlationIn({ "correlation-id": id })).toBe(carried);
});
