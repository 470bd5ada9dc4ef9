import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameColumns } from "./csv-header.ts";

describe("column names", () => {
  test("keep what the header says, number what it repeats and name what it leaves out", () => {
    expect(nameColumns(["a", "", "a", "a_2", "a", "__proto__", "constructor"])).toEqual({
      names: ["a", "column_2", "a_3", "a_2", "a_4", "__proto__", "constructor"],
      extraName: "_extra",
    });
  });

  test("leave a name for what is too much", () => {
    expect(nameColumns(["_extra", "_extra_2"]).extraName).toBe("_extra_3");
  });

  test("are all different, whatever the header is", () => {
    const name = fc.constantFrom("", "a", "a_2", "column_2", "_extra", "__proto__");
    fc.assert(
      fc.property(fc.array(name), (record) => {
        const { names, extraName } = nameColumns(record);
        expect(new Set([...names, extraName]).size).toBe(record.length + 1);
      }),
    );
  });

  test("are found quickly for the widest table of one name", () => {
    expect(nameColumns(Array.from({ length: 16_384 }, () => "a")).names.at(-1)).toBe("a_16384");
  });

  test("of over 1,000 characters are invalid", () => {
    expect(() => nameColumns(["a", "b".repeat(1_001)])).toThrow("CSV column 2");
  });
});
