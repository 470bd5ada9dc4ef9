import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CorruptStateError, UnstorableValueError } from "../codec/errors.ts";
import { fromText, toText } from "./text.ts";
import { isNoJson, isPythonNumber } from "./words.ts";

const compact = { form: "compact", isBare: isNoJson } as const;
const python = { form: "python", isBare: isNoJson } as const;
const pretty = { form: "pretty", isBare: isNoJson } as const;
const write = (value: unknown) => toText(value, compact);
const read = (text: string) => fromText(text, {});

describe("what is written", () => {
  test("is JSON, whatever its form", () => {
    const value = { a: [1, { b: null }], "c:,": "ż:, ", e: [], f: {} };
    expect(write(value)).toBe('{"a":[1,{"b":null}],"c:,":"ż:, ","e":[],"f":{}}');
    expect(toText(value, python)).toBe(
      String.raw`{"a": [1, {"b": null}], "c:,": "\u017c:, ", "e": [], "f": {}}`,
    );
    expect(toText(value, pretty)).toBe(
      JSON.stringify(value, null, 2).replace("ż", String.raw`\u017c`),
    );
  });

  test("keeps what JSON can't hold as its string", () => {
    expect(
      write({ a: 10n, b: Symbol("x"), c: /x/g, d: new TypeError("no"), e: new URL("x:y") }),
    ).toBe('{"a":"10","b":"Symbol(x)","c":"/x/g","d":"TypeError: no","e":"x:y"}');
    expect(write([new Date(Date.UTC(2019, 0, 9)), new Date(Number.NaN)])).toBe(
      '["2019-01-09T00:00:00.000Z","Invalid Date"]',
    );
    expect(write({ f: () => 1 })).toBe('{"f":"() => 1"}');
    expect(write(new Uint8Array([1, 2]))).toBe("1,2");
  });

  test("leaves out what is undefined, as JSON.stringify does", () => {
    expect(write({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });

  test.each([
    ["a Map", { deep: [{ map: new Map() }] }, "deep[0].map"],
    ["a Set", [[new Set()]], "[0][0]"],
    ["undefined", undefined, "(the value)"],
    ["a promise", { a: Promise.resolve() }, "a"],
  ])("can't be %s, and the error names the place", (_, value, path) => {
    expect(() => write(value)).toThrow(UnstorableValueError);
    expect(() => write(value)).toThrow(expect.objectContaining({ path }));
  });

  test("can't contain itself", () => {
    const value: { self?: unknown } = {};
    value.self = { value };
    expect(() => write(value)).toThrow(UnstorableValueError);
  });

  test("is what a replacer makes of it", () => {
    const replacer = (_: string, value: unknown) => (value instanceof Map ? [...value] : value);
    expect(toText({ m: new Map([[1, 2]]) }, { ...compact, replacer })).toBe('{"m":[[1,2]]}');
    expect(() =>
      toText(1, {
        ...compact,
        replacer: () => {
          throw new RangeError("mine");
        },
      }),
    ).toThrow("mine");
  });
});

describe("a bare string", () => {
  test.each(["hello", "None", "(1, 2)", "{1}", "two words", "ż", "nan"])(
    "like %s stays bare",
    (word) => {
      expect(write(word)).toBe(word);
      expect(read(word)).toBe(word);
    },
  );

  test.each(["123", "1.50", "true", "null", '{"a": 1}', '"x"', "NaN", "[Infinity]", " 1 "])(
    "that is JSON, like %s, is quoted",
    (word) => {
      expect(write(word)).toBe(JSON.stringify(word));
      expect(read(write(word))).toBe(word);
    },
  );

  test.each(["\ud800", "a\0b"])("that no text carries is quoted and escaped", (word) => {
    expect(write(word)).toBe(JSON.stringify(word));
  });

  test("goes through a reviver too", () => {
    expect(fromText("hello", { reviver: (_, value) => `${String(value)}!` })).toBe("hello!");
  });
});

test.each([
  "1",
  "1.5",
  "nan",
  "NAN",
  "inf",
  "-Infinity",
  "+1_000",
  "1_0.0_1e1_0",
  ".5",
  "5.",
  "1e5",
  " 1 ",
  "\u0661\u0662",
  "\x1c7",
])("Python's float reads %j", (word) => expect(isPythonNumber(word)).toBe(true));

test.each([
  "",
  "_1",
  "1_",
  "1__0",
  "1,5",
  "0x1",
  "infinit",
  "e5",
  ".",
  "1e",
  "--1",
  "hello",
  "1 2",
])("Python's float doesn't read %j", (word) => expect(isPythonNumber(word)).toBe(false));

describe("numbers", () => {
  test("that no JSON has are read and written as Python does", () => {
    const text = '[NaN,Infinity,-Infinity,"NaN, -Infinity"]';
    expect(read(text)).toEqual([Number.NaN, Infinity, -Infinity, "NaN, -Infinity"]);
    expect(write(read(text))).toBe(text);
    expect(write({ "Infinity\\": Number.NaN })).toBe('{"Infinity\\\\":NaN}');
  });

  test("of any size survive: what a number can't hold is a BigInt", () => {
    const text = "[9007199254740993,-1180591620717411303424,9007199254740991,1e+300]";
    expect(read(text)).toEqual([9007199254740993n, -1180591620717411303424n, 2 ** 53 - 1, 1e300]);
    expect(write(read(text))).toBe(text);
    expect(read(write(2 ** 60))).toBe(2 ** 60);
    expect(Object.is(read(write(-0)), -0)).toBe(true);
  });
});

describe("what is read", () => {
  test.each(["{", '{"a":1', "NaNa", "[NaN", "{'a': 1}", "\ufeff{}", "eNpz"])(
    "is the string it is when it is no JSON, like %j",
    (text) => expect(read(text)).toBe(text),
  );

  test("never reaches a prototype", () => {
    const hostile =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"n":NaN}';
    for (const value of [read(hostile), read(hostile.replace(/NaN/, "1"))]) {
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.hasOwn(value as object, "__proto__")).toBe(true);
    }
    expect("polluted" in {}).toBe(false);
  });

  test("may not be nested more deeply than can be revived", () => {
    const deep = `${"[".repeat(200_000)}NaN${"]".repeat(200_000)}`;
    expect(() => read(deep)).toThrow(CorruptStateError);
  });

  test("is revived, and what the reviver throws is thrown", () => {
    expect(fromText('{"a":[1,2]}', { reviver: (_, v) => (v === 2 ? "two" : v) })).toEqual({
      a: [1, "two"],
    });
    const fails = () => {
      throw new SyntaxError("mine");
    };
    expect(() => fromText("[1]", { reviver: fails })).toThrow("mine");
  });
});

describe("any JSON value", () => {
  test.each([
    ["compact", compact],
    ["python", python],
    ["pretty", pretty],
  ] as const)("comes back from its %s form, and is written the same again", (_, form) => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = toText(value, form);
        expect(read(text)).toEqual(value);
        expect(toText(read(text), form)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  test("in Python's form is ASCII, and JSON", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ stringUnit: "binary" })), (value) => {
        const text = toText(value, python);
        expect(text).toMatch(/^[ -~]*$/);
        expect(JSON.parse(text)).toEqual(value);
      }),
    );
  });
});
