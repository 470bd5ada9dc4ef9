import { expect, test } from "vitest";
import { itemSize, valueSize } from "./size.ts";

test.each([
  ["a text's UTF-8 bytes", { S: "ä😀" }, 6],
  ["two digits a byte, and one", { N: "123456" }, 4],
  ["no zeros at a number's ends", { N: "1000" }, 2],
  ["one more for a minus", { N: "-12" }, 3],
  ["bytes", { B: new Uint8Array(5) }, 5],
  ["one for a truth or a null", { BOOL: true }, 1],
  ["three for a list, one a member", { L: [{ S: "a" }, { S: "bc" }] }, 8],
  ["three for a map, its names, one a member", { M: { ab: { S: "c" } } }, 7],
  ["a set's members alone", { SS: ["a", "bc"] }, 3],
])("a value's size counts %s", (_what, value, bytes) => {
  expect(valueSize(value)).toBe(bytes);
});

test("an item's size counts names and values", () => {
  expect(itemSize({ key: { S: "x" }, n: { N: "1" } })).toBe(3 + 1 + 1 + 2);
});
