import { type Options, parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvReader } from "./csv-reader.ts";
import { defaultLimits } from "./limits.ts";
import { cuts, pieces, trickyTable, writeCsv } from "./testing.ts";

/** Reads text that comes in these pieces, with a pause after each second record. */
function read(all: readonly Uint8Array[], limits = {}) {
  const rows: string[][] = [];
  let row: string[] = [];
  const handler = {
    field: (bytes: Uint8Array, start: number, end: number) =>
      void row.push(Buffer.from(bytes).subarray(start, end).toString()),
    endRecord() {
      rows.push(row);
      row = [];
      return rows.length % 2 === 0;
    },
  };
  const reader = new CsvReader(",", { ...defaultLimits, ...limits }, handler);
  let pauses = 0;
  for (const piece of all) pauses += Array.from(reader.read(piece)).length;
  pauses += Array.from(reader.end()).length;
  return { rows, pauses, blankLines: reader.blankLines };
}

function rowsOf(text: string) {
  return read([Buffer.from(text)]).rows;
}

/** Rows, or the message of the error. */
function attempt(all: readonly Uint8Array[]) {
  try {
    return read(all).rows;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("CSV records", () => {
  test.each([
    ["LF", "a,b\n1,2\n"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["CR", "a,b\r1,2\r"],
    ["no last line end", "a,b\n1,2"],
    ["mixed line ends and blank lines", "\n\r\na,b\r\r\n\n1,2\n\r"],
  ])("end with %s", (_name, text) => {
    expect(rowsOf(text)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("keep delimiters, quotes and line ends inside quotes", () => {
    expect(rowsOf('"a,b","say ""hi""","two\r\nlines",""\n')).toEqual([
      ["a,b", 'say "hi"', "two\r\nlines", ""],
    ]);
  });

  test("keep a quote inside an unquoted field, and spaces everywhere", () => {
    expect(rowsOf('5" pipe, "x" ,\n')).toEqual([['5" pipe', ' "x" ', ""]]);
  });

  test("may hold one empty quoted field, which is no blank line", () => {
    const { rows, blankLines } = read([Buffer.from('""\n\n""\n')]);
    expect(rows).toEqual([[""], [""]]);
    expect(blankLines).toBe(1);
  });

  test("may begin or end with an empty field, or hold nothing else", () => {
    expect(rowsOf(",a\nb,\n,\n,,")).toEqual([
      ["", "a"],
      ["b", ""],
      ["", ""],
      ["", "", ""],
    ]);
  });

  test("let the handler pause the reader", () => {
    expect(read([Buffer.from("1\n2\n3\n4\n5\n6")]).pauses).toBe(3);
  });

  test.each([
    ['a,b\n"x\ny" z,1\n', "CSV line 2 has text after a closing quote (field 1)."],
    ['a\n"x\r\ny"\n"open', "CSV line 4 opens a quote that is never closed (field 1)."],
    ["a,b\n1,abcdefghijk\n", "CSV line 2 has a field of over 10 bytes (field 2)."],
    ['a,b\n1,"abcdefghijk', "CSV line 2 has a field of over 10 bytes (field 2)."],
    ["abcdefgh,abcdefgh,abcdefgh\n", "CSV line 1 begins a record of over 20 bytes (field 3)."],
    ["1,2,3,4,5,6\n", "CSV line 1 has over 5 fields (field 6)."],
  ])("%j is invalid: %s", (text, message) => {
    const limits = { maxFieldBytes: 10, maxRecordBytes: 20, maxColumns: 5 };
    const bytes = Buffer.from(text);
    for (const all of [[bytes], pieces(bytes, [...bytes.keys()])]) {
      expect(() => read(all, limits)).toThrow(message);
    }
  });

  test("don't depend on where the text is cut", () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", "\n", "\r", "a", "é"),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, cuts, (content, at) => {
        const bytes = Buffer.from(content);
        expect(attempt(pieces(bytes, at))).toEqual(attempt([bytes]));
      }),
      { numRuns: 5_000 },
    );
  });

  test("come back as they were written", () => {
    fc.assert(
      fc.property(trickyTable, fc.constantFrom("\n", "\r\n", "\r"), cuts, (table, lineEnd, at) => {
        expect(attempt(pieces(Buffer.from(writeCsv(table, lineEnd)), at))).toEqual(table);
      }),
    );
  });

  test("are those that csv-parse finds", () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", "\n", "\r\n", "a", " "),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (content) => {
        const expected = oracle(content);
        if (expected !== undefined) expect(attempt([Buffer.from(content)])).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** csv-parse refuses quotes inside unquoted fields too, so its refusals say nothing here. */
function oracle(text: string): unknown {
  const options: Options = {
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  };
  try {
    return parse(text, options);
  } catch {
    return undefined;
  }
}
