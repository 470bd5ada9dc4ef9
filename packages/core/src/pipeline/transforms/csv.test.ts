import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvProfile } from "./csv-conversion.ts";
import { cuts, outcome, pieces, processed, trickyTable, writeCsv } from "./testing.ts";

async function converted(content: string | Uint8Array, contentType = "text/csv") {
  const file = await processed("data.csv", content, { contentType });
  return {
    ...file,
    rows: file.lines("data.ndjson"),
    profile: file.json("profile.json") as CsvProfile,
  };
}

describe("a CSV file", () => {
  test("becomes NDJSON and a profile", async () => {
    const { transform, results, rows, profile } = await converted(
      'id,name,price,day,ok\n1,"Ada, L.",2.5,2024-01-02,true\n2,,12.50,2023-12-31,false\n',
    );
    expect(transform).toBe("csv");
    expect(results.map(({ name, type }) => [name, type])).toEqual([
      ["data.ndjson", "application/x-ndjson"],
      ["profile.json", "application/json"],
    ]);
    expect(rows).toEqual([
      { id: 1, name: "Ada, L.", price: 2.5, day: "2024-01-02", ok: true },
      { id: 2, name: null, price: "12.50", day: "2023-12-31", ok: false },
    ]);
    expect(
      profile.columns.map(({ name, type, nulls, min, max }) => [name, type, nulls, min, max]),
    ).toEqual([
      ["id", "number", 0, 1, 2],
      ["name", "text", 1, "Ada, L.", "Ada, L."],
      ["price", "number", 0, 2.5, 12.5],
      ["day", "date", 0, "2023-12-31", "2024-01-02"],
      ["ok", "boolean", 0, undefined, undefined],
    ]);
  });

  test("with a byte-order mark has no mark in its first name", async () => {
    const { rows, profile } = await converted('\ufeff"näme";b\r\n"x\r\ny";1,5\r\n');
    expect(rows).toEqual([{ näme: "x\r\ny", b: "1,5" }]);
    expect(profile).toMatchObject({ delimiter: ";", encoding: "utf-8", rows: 1 });
  });

  test("keeps prototype names as names", async () => {
    const { text, profile } = await converted("__proto__,constructor,toString\n1,2,3\n");
    expect(text("data.ndjson")).toBe('{"__proto__":1,"constructor":2,"toString":3}\n');
    expect(profile.columns.map(({ name }) => name)).toEqual([
      "__proto__",
      "constructor",
      "toString",
    ]);
  });

  test("with ragged records loses nothing: short ones lack keys, long ones keep the rest", async () => {
    const { rows, profile } = await converted("a,b\n1\n1,2,3,04\n1,\n");
    expect(rows).toEqual([{ a: 1 }, { a: 1, b: 2, _extra: ["3", "04"] }, { a: 1, b: null }]);
    expect(profile).toMatchObject({ rows: 3, shortRows: 1, longRows: 1 });
    expect(profile.columns[1]).toMatchObject({
      nulls: 1,
      missing: 1,
      types: { number: { count: 1 } },
    });
  });

  test("with a mixed column reports each type's range", async () => {
    const { profile } = await converted("a\n5\nn/a\n-3\n2024-01-01\n");
    expect(profile.columns[0]).toEqual({
      name: "a",
      type: "mixed",
      nulls: 0,
      missing: 0,
      longest: 10,
      types: {
        number: { count: 2, min: -3, max: 5 },
        date: { count: 1, min: "2024-01-01", max: "2024-01-01" },
        text: { count: 1, min: "n/a", max: "n/a" },
      },
    });
  });

  test("with nothing but a header has no rows, and columns that are empty", async () => {
    const { rows, profile } = await converted("a,b");
    expect(rows).toEqual([]);
    expect(profile.columns.map(({ type }) => type)).toEqual(["empty", "empty"]);
  });

  test("with nothing but line ends has no columns", async () => {
    const { rows, profile } = await converted("\n\r\n");
    expect(rows).toEqual([]);
    expect(profile).toMatchObject({ rows: 0, blankLines: 2, columns: [] });
  });

  test.each([
    ["UTF-16", Buffer.from("\ufeffa\tb\né\t1\n", "utf16le"), "text/csv", "utf-16le"],
    [
      "the declared charset",
      Buffer.from("a,b\né,1\n", "latin1"),
      "text/csv; charset=ISO-8859-1",
      "windows-1252",
    ],
  ])("is read as %s", async (_name, bytes, contentType, encoding) => {
    const { rows, profile } = await converted(bytes, contentType);
    expect(rows).toEqual([{ a: "é", b: 1 }]);
    expect(profile.encoding).toBe(encoding);
  });

  test.each([
    ["bytes that aren't UTF-8", Buffer.from("a,b\né,1\n", "latin1"), "text/csv", "from byte 4 on"],
    [
      "a charset nobody knows",
      Buffer.from("a,b\n"),
      "text/csv; charset=klingon",
      '"klingon" is unknown',
    ],
    [
      "a cut UTF-16 character",
      Buffer.from("fffe6100620a", "hex").subarray(0, 5),
      "text/csv",
      "utf-16le",
    ],
    ["an open quote", Buffer.from('a,b\n"1,2\n'), "text/csv", "never closed"],
  ])("with %s is invalid", async (_name, bytes, contentType, message) => {
    await expect(converted(bytes, contentType)).rejects.toMatchObject({
      code: "file.invalid",
      message: expect.stringContaining(message),
    });
  });

  test("comes back from NDJSON value by value, wherever it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(trickyTable, cuts, async (table, at) => {
        const header = table[0]!.map((_, index) => `c${index}`);
        const bytes = Buffer.from(writeCsv([header, ...table]));
        const file = await processed("x.csv", bytes, { body: Readable.from(pieces(bytes, at)) });
        const rows = file.lines("data.ndjson") as Record<
          string,
          string | number | boolean | null
        >[];
        // Not an error of the reader: a value is null, or says the same as its text did.
        expect(rows.map((row) => Object.values(row).map((value) => String(value ?? "")))).toEqual(
          table.map((row) => row.map((field) => field.toWellFormed())),
        );
      }),
    );
  });

  test("gives the same results wherever it is cut", async () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", ";", "\t", "\n", "\r", "a", "1", "é"),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, cuts, async (content, at) => {
        const bytes = Buffer.from(content);
        const inPieces = { contentType: "text/csv", body: Readable.from(pieces(bytes, at)) };
        const whole = await outcome("x.csv", bytes, { contentType: "text/csv" });
        expect(await outcome("x.csv", bytes, inPieces)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});
