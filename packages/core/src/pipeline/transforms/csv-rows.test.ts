import { type Options, parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvRows } from "./csv-rows.ts";
import { defaultLimits } from "./limits.ts";
import { cuts, trickyTable, writeCsv } from "./testing.ts";

function rowsOf(pieces: readonly string[], { delimiter = ",", limits = {} } = {}) {
  const reader = new CsvRows(delimiter, { ...defaultLimits, ...limits });
  return [...pieces.flatMap((piece) => [...reader.read(piece)]), ...reader.end()];
}

function cut(text: string, at: readonly number[]): string[] {
  const places = at.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b);
  return [0, ...places].map((start, index) => text.slice(start, places[index] ?? text.length));
}

/** What this text gives when it comes in these pieces: rows, or the message of the error. */
function attempt(pieces: readonly string[]) {
  try {
    return rowsOf(pieces);
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
    expect(rowsOf([text])).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("keep delimiters, quotes and line ends inside quotes", () => {
    expect(rowsOf(['"a,b","say ""hi""","two\r\nlines",""\n'])).toEqual([
      ["a,b", 'say "hi"', "two\r\nlines", ""],
    ]);
  });

  test("keep a quote inside an unquoted field, and spaces everywhere", () => {
    expect(rowsOf(['5" pipe, "x" ,\n'])).toEqual([['5" pipe', ' "x" ', ""]]);
  });

  test("may hold one empty quoted field, which is no blank line", () => {
    const reader = new CsvRows(",", defaultLimits);
    expect([...reader.read('""\n\n""\n')]).toEqual([[""], [""]]);
    expect(reader.blankLines).toBe(1);
  });

  test("that end with a delimiter end with an empty field", () => {
    expect(rowsOf(["a,\nb,"])).toEqual([
      ["a", ""],
      ["b", ""],
    ]);
  });

  test.each([
    ['a,b\n"x\ny" z,1\n', "CSV line 2 has text after a closing quote (field 1)."],
    ['a\n"x\r\ny"\n"open', "CSV line 4 opens a quote that is never closed (field 1)."],
    ["a,b\n1,abcdefghijk\n", "CSV line 2 has a field of over 10 characters (field 2)."],
    ['a,b\n1,"abcdefghijk', "CSV line 2 has a field of over 10 characters (field 2)."],
    ["abcdefgh,abcdefgh,abcdefgh\n", "CSV line 1 begins a record of over 20 characters (field 3)."],
    ["1,2,3,4,5,6\n", "CSV line 1 has over 5 fields (field 7)."],
  ])("%j is invalid: %s", (text, message) => {
    const limits = { maxFieldCharacters: 10, maxRecordCharacters: 20, maxColumns: 5 };
    for (const pieces of [[text], text.split("")]) {
      expect(() => rowsOf(pieces, { limits })).toThrow(message);
    }
  });

  test("don't depend on where the text is cut", () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", "\n", "\r", "a", "é"),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, cuts, (whole, at) => {
        expect(attempt(cut(whole, at))).toEqual(attempt([whole]));
      }),
      { numRuns: 2_000 },
    );
  });

  test("come back as they were written", () => {
    fc.assert(
      fc.property(trickyTable, fc.constantFrom("\n", "\r\n", "\r"), cuts, (table, lineEnd, at) => {
        expect(rowsOf(cut(writeCsv(table, lineEnd), at))).toEqual(table);
      }),
    );
  });

  test("are those that csv-parse finds", () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", "\n", "\r\n", "a", " "),
      maxLength: 30,
    });
    const options = { relax_column_count: true, skip_empty_lines: true, relax_quotes: false };
    fc.assert(
      fc.property(text, (whole) => {
        const expected = oracle(whole, { ...options, record_delimiter: ["\r\n", "\n", "\r"] });
        if (expected !== undefined) expect(attempt([whole])).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** csv-parse refuses quotes inside unquoted fields too, so its refusals say nothing here. */
function oracle(text: string, options: Options): unknown {
  try {
    return parse(text, options);
  } catch {
    return undefined;
  }
}
