import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

describe("a download's name", () => {
  test.each([
    ["report.csv", 'attachment; filename="report.csv"'],
    ["me/2024/report.csv", 'attachment; filename="report.csv"'],
    ["..\\..\\evil.csv", 'attachment; filename="evil.csv"'],
    ['say "hi"\\.txt', 'attachment; filename=".txt"'],
    ['say "hi".txt', "attachment; filename=\"say _hi_.txt\"; filename*=UTF-8''say%20%22hi%22.txt"],
    ["100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"],
    [
      "naïve (1)*.txt",
      "attachment; filename=\"na_ve (1)*.txt\"; filename*=UTF-8''na%C3%AFve%20%281%29%2A.txt",
    ],
    ["日本.txt", "attachment; filename=\"__.txt\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt"],
    ["a\r\nSet-Cookie: x=y", 'attachment; filename="aSet-Cookie: x=y"'],
    ["photo\u202egpj.exe", 'attachment; filename="photogpj.exe"'],
    ["", 'attachment; filename="download"'],
    ["me/", 'attachment; filename="download"'],
    ["..", 'attachment; filename="download"'],
    ["name. . ", 'attachment; filename="name"'],
  ])("of %j is %s", (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });

  test("is cut before its extension", () => {
    expect(contentDisposition(`${"x".repeat(500)}.csv`)).toBe(
      `attachment; filename="${"x".repeat(196)}.csv"`,
    );
  });

  test("is a header of printable ASCII whatever it was, and says the same again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const header = contentDisposition(`${name}\ud800`);
        expect(header).toMatch(
          /^attachment; filename="[ !#$&-[\]-~]+"(?:; filename\*=UTF-8''[\w.%!#$&+^`|~-]+)?$/,
        );
        const encoded = /UTF-8''(.*)$/.exec(header)?.[1];
        if (encoded) expect(decodeURIComponent(encoded)).not.toMatch(/[/\\\r\n]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
