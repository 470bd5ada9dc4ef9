import { describe, expect, test } from "vitest";
import { readExport } from "./export-lines.ts";

const line = (entries: unknown, more: object = {}) =>
  JSON.stringify({
    format: 1,
    table: "AWSLambdaPersistence",
    key: "fn",
    keyField: "key",
    valueField: "value",
    sha256: "0".repeat(64),
    bytes: 5,
    entries,
    ...more,
  });

/** What a value that `export.py` wrote becomes. */
const read = (json: unknown) => readExport(line([["a", json]]))[0]?.entries[0]?.[1];

describe("a value of Python's", () => {
  test.each<[string, unknown, unknown]>([
    ["None", null, null],
    ["bool", true, true],
    ["str", "ż\ud800", "ż\ud800"],
    ["int", 5, 5],
    ["large int", { t: "int", v: "-1180591620717411303424" }, -1180591620717411303424n],
    ["float", 1.5, 1.5],
    ["nan", { t: "float", v: "nan" }, Number.NaN],
    ["-inf", { t: "float", v: "-inf" }, Number.NEGATIVE_INFINITY],
    ["list", [1, [2]], [1, [2]]],
    ["tuple", { t: "tuple", v: [1, { t: "tuple", v: [] }] }, [1, []]],
    ["set", { t: "set", v: [1, "a"] }, new Set([1, "a"])],
    ["bytes", { t: "bytes", v: "AP8=" }, new Uint8Array([0, 255])],
    [
      "datetime",
      { t: "datetime", v: "2021-11-13T03:16:08.549614Z" },
      new Date("2021-11-13T03:16:08.549Z"),
    ],
    [
      "first datetime",
      { t: "datetime", v: "0001-01-01T00:00:00.000000Z" },
      new Date("0001-01-01T00:00:00Z"),
    ],
    ["date", { t: "date", v: "2021-11-13" }, "2021-11-13"],
    ["time", { t: "time", v: "03:16:08.549614" }, "03:16:08.549614"],
    ["timedelta", { t: "timedelta", v: "-86399999997" }, -86399999.997],
    ["Decimal", { t: "decimal", v: "1.50" }, "1.50"],
    [
      "UUID",
      { t: "uuid", v: "00000000-0000-0000-0000-000000000005" },
      "00000000-0000-0000-0000-000000000005",
    ],
    ["dict of texts", { t: "dict", v: [["a", { t: "dict", v: [] }]] }, { a: {} }],
    [
      "dict of others",
      {
        t: "dict",
        v: [
          [1, "a"],
          [null, 2],
          [{ t: "int", v: "9007199254740993" }, 3],
          ["1", 4],
        ],
      },
      new Map<unknown, unknown>([
        [1, "a"],
        [null, 2],
        [9007199254740993n, 3],
        ["1", 4],
      ]),
    ],
    ["object", { t: "object", v: [["x", 1]] }, { x: 1 }],
  ])("%s becomes what the page says", (_, json, value) => {
    expect(read(json)).toStrictEqual(value);
  });

  test("-0.0 stays what it is", () => {
    const [exported] = readExport(line("zero").replace('"zero"', '[["a",-0.0]]'));
    expect(exported?.entries[0]?.[1]).toBe(-0);
  });

  test("reaches no prototype by its key", () => {
    const value = read({ t: "dict", v: [["__proto__", { t: "dict", v: [["evil", true]] }]] });
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
    expect((value as { evil?: boolean }).evil).toBeUndefined();
  });

  test("may be nested as deep as PersistentMap keeps", () => {
    const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => [inner], 1);
    expect(read(deep)).toEqual(deep);
  });

  test("is said to change where it doesn't come back as it was", () => {
    const [exported] = readExport(
      line([
        ["a", { t: "tuple", v: [{ t: "tuple", v: [] }] }],
        ["b", { t: "set", v: [{ t: "decimal", v: "1.5" }] }],
        ["c", { t: "datetime", v: "2021-11-13T03:16:08.549614Z" }],
        ["d", { t: "datetime", v: "2021-11-13T03:16:08.549000Z" }],
      ]),
    );
    expect(exported?.changes).toEqual([
      "2 tuples become arrays",
      "1 Decimals become texts",
      "1 datetimes lose their microseconds",
    ]);
  });
});

describe("an export", () => {
  test("of several items is read line by line", () => {
    const text = `${line([])}\n${line([], { key: "other" })}\n\n`;
    expect(readExport(text).map(({ key }) => key)).toEqual(["fn", "other"]);
  });

  test.each([
    ["nothing", "", "export"],
    ["a line that was cut off", `${line([])}\n${line([]).slice(0, -9)}`, "line 2"],
    ["an item twice", `${line([])}\n${line([])}`, "each item once"],
    ["another format", line([], { format: 2 }), "line 1: format"],
    ["no digest", line([], { sha256: "x" }), "line 1: sha256"],
    ["a key that is none", line([[[1], 1]]), "line 1: entries.0.0"],
    ["an unknown type", line([["a", { t: "code", v: "1" }]]), "line 1: entries.0.1"],
    ["bytes that aren't base64", line([["a", { t: "bytes", v: "?" }]]), "line 1: entries.0.1"],
    ["a date that isn't one", line([["a", { t: "date", v: "2021-13-01" }]]), "line 1: entries.0.1"],
    ["a field too many", line([["a", { t: "date", v: "2021-12-01", x: 1 }]]), "line 1: entries"],
  ])("of %s is refused with its place", (_, text, place) => {
    expect(() => readExport(text)).toThrow(place);
    expect(() => readExport(text)).toThrow(expect.objectContaining({ code: "input.invalid" }));
  });
});
