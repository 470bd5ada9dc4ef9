import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, csvLine, safeCell } from "./csv-cells.ts";

describe("a spreadsheet cell", () => {
  test.each([
    "=1+1",
    "+cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "\n",
    "-",
    '=HYPERLINK("x")',
  ])("that could be a formula, like %j, becomes text", (text) => {
    expect(safeCell(text)).toBe(`'${text}`);
  });

  test.each(["-12.5", "+1", "-1e3", ".5", "12", "a=b", "it's", "", "2024-01-01", "1-2"])(
    "%j stays",
    (text) => {
      expect(safeCell(text)).toBe(text);
    },
  );

  test.each<[Cell, string]>([
    [-3, "-3"],
    [1e21, "1e+21"],
    [true, "true"],
    [null, ""],
    [undefined, ""],
  ])("of the value %s is %j", (value, text) => {
    expect(safeCell(value)).toBe(text);
  });

  test("never starts a formula, and its record reads back as its cells", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (cells) => {
        const [record] = parse(csvLine(cells), {
          record_delimiter: "\r\n",
          skip_empty_lines: false,
        });
        expect(record).toEqual(cells.map((cell) => safeCell(cell.toWellFormed())));
        for (const cell of record!) expect(cell).not.toMatch(/^\s*[=@＝＋－＠]/);
      }),
    );
  });
});
