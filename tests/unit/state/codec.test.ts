import { codecLimits, decode, encode, type CodecOptions } from "@switchyard/core/state/codec.ts";
import { parse as devalueParse, stringify as devalueStringify } from "devalue";
import * as fc from "fast-check";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { anyValue, everything, Point, pointCodec } from "./codec-values.ts";

const classes = { classes: [pointCodec] };
const through = (value: unknown, options?: CodecOptions) => decode(encode(value, options), options);

describe("what was encoded", () => {
  test("comes back as it was, whatever it is", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const back = through(value);
        expect(back).toEqual(value);
        // Sharing, order and the bits of numbers show in the text alone.
        expect(encode(back)).toBe(encode(value));
      }),
      { numRuns: 1_000 },
    );
  });

  test("is what devalue makes of it, too", () => {
    let compared = 0;
    fc.assert(
      fc.property(anyValue, (value) => {
        let theirs: unknown;
        try {
          theirs = devalueParse(devalueStringify(value));
        } catch {
          return; // devalue refuses own keys named __proto__.
        }
        compared++;
        expect(through(value)).toEqual(theirs);
        expect(encode(theirs)).toBe(encode(value));
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test("has equal texts only where it is equal", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (one, other) => {
        if (encode(one) === encode(other)) expect(one).toEqual(other);
      }),
    );
  });

  test("keeps cycles and sharing", () => {
    const back = through(everything(), classes) as ReturnType<typeof everything>;
    expect(back.cyclic["self"]).toBe(back.cyclic);
    expect(back.shared[0]).toBe(back.shared[1]);
    expect(back.point).toBeInstanceOf(Point);
    expect(1 in back.holes).toBe(false);
    expect(Object.is(back.floats[1], -0)).toBe(true);
    expect(Object.getPrototypeOf(back.bare)).toBeNull();
  });

  test("of plain JSON is that JSON", () => {
    const value = { a: [1, "x", null, true], b: { c: {} } };
    expect(encode(value)).toBe(`{"$v":1,"v":${JSON.stringify(value)}}`);
  });
});

describe("the golden file of version 1", () => {
  const golden = () => readFile(path.join(import.meta.dirname, "golden/v1.txt"), "utf8");

  test("is read for ever", async () => {
    const back = decode((await golden()).trim(), classes);
    expect(back).toEqual(everything());
    expect(encode(back, classes)).toBe(encode(everything(), classes));
  });

  test("is what is written today", async () => {
    expect(encode(everything(), classes)).toBe((await golden()).trim());
  });
});

class Own {
  readonly of = "an app";
}
const withSymbol = { [Symbol("s")]: 1 };
const named = Object.assign([1], { index: 0 });

describe("what can't be stored", () => {
  test.each([
    ["a function", { a: { b: () => 1 } }, "a.b"],
    ["a symbol", [1, Symbol("s")], "[1]"],
    ["an object of a class", { list: [new Own()] }, "list[0]"],
    ["a subclass of Map", { m: new (class extends Map {})() }, "m"],
    ["an error", { "my error": new TypeError("x") }, `["my error"]`],
    ["a promise", [Promise.resolve()], "[0]"],
    ["a regular expression", /x/, "the value"],
    ["a property named by a symbol", { a: withSymbol }, "a"],
    ["an array with a name", { a: named }, "a"],
    ["a Date with a property", { d: Object.assign(new Date(), { x: 1 }) }, "d"],
    ["a pretended Date", { d: Object.create(Date.prototype) as object }, "d"],
    ["a function in a Map", new Map([["k", () => 1]]), "k"],
    ["a function in a Set", new Set([() => 1]), `["<member>"]`],
  ])("%s is named with its place", (_, value, place) => {
    expect(() => encode(value)).toThrow(
      expect.objectContaining({ code: "state.unstorable", path: place }),
    );
  });

  test("is more than 500 levels, exactly", () => {
    const nested = (levels: number) => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level++)
        value = level % 2 ? [value] : new Map([[1, value]]);
      return value;
    };
    expect(through(nested(500))).toStrictEqual(nested(500));
    expect(() => encode(nested(501))).toThrow(/more than 500 levels/);
  });

  test("is more than a million values", () => {
    expect(() => encode(Array.from({ length: 1_000_000 }, () => 0))).toThrow(/1000000 values/);
  });

  test("is a text that is longer than what is read again, exactly", () => {
    const limits = { ...codecLimits, characters: 100 };
    const most = "x".repeat(100 - '{"$v":1,"v":""}'.length);
    expect(decode(encode(most, { limits }), { limits })).toBe(most);
    expect(() => encode(`${most}x`, { limits })).toThrow("more than 100 characters");
  });

  test("is a cycle through an object of a class", () => {
    const one: Own & { inner?: unknown } = new Own();
    const codec = {
      name: "Own",
      is: (value: object): value is Own => value instanceof Own,
      encode: (value: Own) => Object.entries(value),
      decode: () => new Own(),
    };
    one.inner = [one];
    expect(() => encode(one, { classes: [codec] })).toThrow(/a cycle through/);
  });
});

describe("damaged and hostile text", () => {
  const versioned = (json: string) => `{"$v":1,"v":${json}}`;
  test.each([
    "",
    "null",
    "[]",
    "{}",
    `{"$v":1}`,
    versioned("[1").slice(0, -1),
    versioned(`{"$":"regexp","v":"x"}`),
    versioned(`{"$":"Buffer","v":"not base64!"}`),
    versioned(`{"$":"Float64Array","v":"AAAA"}`),
    versioned(`{"$":"constructor","v":"AAAA"}`),
    versioned(`{"$":"bigint","v":"1e9"}`),
    versioned(`{"$":"bigint","v":"-0"}`),
    versioned(`{"$":"number","v":"12"}`),
    versioned(`{"$":"date","v":1.5}`),
    versioned(`{"$":"date","v":"2020"}`),
    versioned(`{"$":"url","v":"javascript"}`),
    versioned(`{"$":"map","v":[[1]]}`),
    versioned(`{"$":"map","v":{}}`),
    versioned(`{"$":"array","n":-1,"v":{}}`),
    versioned(`{"$":"array","n":2,"v":{"2":1}}`),
    versioned(`{"$":"array","n":2,"v":{"length":1}}`),
    versioned(`{"$":"ref","id":0}`),
    versioned(`{"$":"def","id":0,"v":1}`),
    versioned(`[{"$":"def","id":0,"v":[]},{"$":"def","id":0,"v":[]}]`),
    versioned(`{"$":"class","c":"Unknown","v":1}`),
    versioned(`{"$x":1}`),
    versioned("[".repeat(5_000) + "]".repeat(5_000)),
    versioned(`[${"0,".repeat(1_000_000)}0]`),
    "x".repeat(32 * 1024 * 1024 + 1),
  ])("is a typed error: %#", (text) => {
    expect(() => decode(text)).toThrow(expect.objectContaining({ code: "state.corrupt" }));
  });

  test("of a later version says so", () => {
    expect(() => decode(`{"$v":2,"v":1}`)).toThrow(
      expect.objectContaining({ code: "state.unknown_version" }),
    );
  });

  test("never reaches a prototype", () => {
    const back = decode(versioned(`{"__proto__":{"polluted":1},"a":{"$":"date","v":1}}`)) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.hasOwn(back, "__proto__")).toBe(true);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("of any kind is a value or a typed error, and nothing else", () => {
    const tag = fc.constantFrom(
      "map",
      "set",
      "def",
      "ref",
      "array",
      "class",
      "null",
      "date",
      "Uint8Array",
    );
    const hostile = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.array(tie("json"), { maxLength: 3 }),
        fc.record(
          { $: tag, v: tie("json"), id: fc.nat(2), n: fc.integer(), c: fc.string() },
          { requiredKeys: ["$"] },
        ),
      ),
    })).json;
    fc.assert(
      fc.property(hostile, (json) => {
        try {
          decode(versioned(JSON.stringify(json)));
        } catch (error) {
          expect(error).toMatchObject({ code: "state.corrupt" });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("cut off anywhere is a typed error", () => {
    const text = encode(everything(), classes);
    for (let at = 0; at < text.length; at += 7)
      expect(() => decode(text.slice(0, at), classes)).toThrow(
        expect.objectContaining({ code: "state.corrupt" }),
      );
  });
});
