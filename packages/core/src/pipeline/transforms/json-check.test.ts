import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonCheck, type JsonMode } from "./json-check.ts";
import { cuts, pieces } from "./testing.ts";

function check(content: string | Uint8Array, mode: JsonMode = "json", at: readonly number[] = []) {
  const reader = new JsonCheck({ mode, maxDepth: 1_000 });
  for (const piece of pieces(Buffer.from(content), at)) reader.write(piece);
  reader.end();
  return reader.statistics;
}

function accepts(
  content: string | Uint8Array,
  mode: JsonMode = "json",
  at: readonly number[] = [],
) {
  try {
    check(content, mode, at);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "file.invalid" });
    return false;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const scrap = fc.constantFrom(
  ...'{}[],:"\\ \n0-.eE+1tfnu'.split(""),
  "true",
  "null",
  '"a"',
  '":',
  "\\u12aF",
  "é",
);
/** JSON with a wound: most of it is almost right. */
const wounded = fc
  .tuple(fc.json(), fc.nat(), fc.nat({ max: 2 }), scrap)
  .map(([text, place, length, put]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + put + text.slice(at + length);
  });

describe("the JSON check", () => {
  test("accepts what JSON.parse accepts, and nothing else, wherever it is cut", () => {
    const text = fc.oneof(
      fc.json(),
      wounded,
      fc.array(scrap, { maxLength: 8 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, cuts, (whole, at) => {
        expect(accepts(whole, "json", at)).toBe(parses(whole.toWellFormed()));
      }),
      { numRuns: 10_000 },
    );
  });

  test("accepts as NDJSON what is JSON line by line", () => {
    const line = fc.oneof(fc.json(), wounded, fc.constantFrom("", " ", "\r"));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), cuts, (all, at) => {
        const whole = all.join("\n").toWellFormed();
        const expected = whole.split("\n").every((text) => /^[ \t\r]*$/.test(text) || parses(text));
        expect(accepts(whole, "ndjson", at)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  test("accepts either where nobody said which", () => {
    const line = fc.oneof(fc.json(), fc.constantFrom("", "[\n1]", "{", "]"));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (all) => {
        const whole = all.join("\n");
        const isSomething = /[^\s]/.test(whole);
        const expected = isSomething && (accepts(whole, "json") || accepts(whole, "ndjson"));
        expect(accepts(whole, "either")).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test("counts what is there", () => {
    expect(check('{"a":[1,-2.5e3,true,null,"x",{"b":[]}],"a":false}')).toEqual({
      documents: 1,
      objects: 2,
      arrays: 2,
      strings: 1,
      numbers: 2,
      booleans: 2,
      nulls: 1,
      keys: 3,
      depth: 4,
    });
    expect(check('1\n\n"two"\r\n[3]\n', "ndjson")).toMatchObject({ documents: 3, depth: 1 });
  });

  test("lets a byte-order mark pass", () => {
    expect(accepts("\ufeff[1]", "json", [1, 2])).toBe(true);
    expect(accepts("[1]\ufeff")).toBe(false);
  });

  test.each([
    ['{"a" 1}', "The JSON has an unexpected character at byte 5."],
    ["[1", "The JSON ends before its value does at byte 2."],
    [Buffer.from('"é"', "latin1"), "Not valid UTF-8 from byte 1 on."],
    ["[".repeat(1_001), "The JSON is more than 1000 levels deep at byte 1000."],
  ])("says where %j is wrong: %s", (content, message) => {
    expect(() => check(content)).toThrow(message);
  });

  test("says where a value goes on over a line", () => {
    expect(() => check('1\n{"a":\n1}', "ndjson")).toThrow("ends a line inside a value at byte 7");
  });

  test("reads a string of 64 MiB in pieces without keeping it", () => {
    const reader = new JsonCheck({ mode: "json", maxDepth: 10 });
    const piece = Buffer.alloc(1024 * 1024, "x");
    reader.write(Buffer.from('["'));
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; count < 64; count++) reader.write(piece);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    reader.write(Buffer.from('"]'));
    expect(() => reader.end()).not.toThrow();
  });
});
