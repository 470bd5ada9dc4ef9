import { describe, expect, test } from "vitest";
import { findDialect, sampleBytes } from "./csv-dialect.ts";

describe("the delimiter", () => {
  test.each([
    ["comma", "a,b\n1,2\n", ","],
    ["semicolon, with decimal commas", "a;b;c\n1,5;2,5;3\n1;2,25;3\n", ";"],
    ["semicolon, with commas in the header", "price, EUR;amount, kg;x, y\n1;2;3\n4;5;6\n", ";"],
    ["tab", "a\tb\n1,5\t2\n", "\t"],
    ["comma, with semicolons in quotes", '"a;b;c",d\n"e;f;g",h\n', ","],
    ["comma for a single column", "name\nAda\nGrace\n", ","],
    ["comma for nothing at all", "", ","],
    ["comma of a ragged file", "a,b,c\n1,2\n1,2,3\n1,2,3,4\n", ","],
  ])("is found: %s", (_name, sample, delimiter) => {
    expect(findDialect(Buffer.from(sample))).toEqual({ delimiter, skip: 0 });
  });

  test("is what a spreadsheet's first line says, and that line is left out", () => {
    expect(findDialect(Buffer.from("sep=;\r\na,b\r\n"))).toEqual({ delimiter: ";", skip: 7 });
  });

  test("is what was declared", () => {
    expect(findDialect(Buffer.from("a,b\tc\n"), "\t")).toEqual({ delimiter: "\t", skip: 0 });
  });

  test("is found although the sample cuts a record", () => {
    const sample = "a;b;c\n1;2;3\n".repeat(10_000).slice(0, sampleBytes - 1);
    expect(findDialect(Buffer.from(`${sample}"`)).delimiter).toBe(";");
  });
});
