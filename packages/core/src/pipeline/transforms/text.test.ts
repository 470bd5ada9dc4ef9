import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cuts, outcome, pieces, processed } from "./testing.ts";

describe("a text", () => {
  test("is kept byte for byte, gzipped, with its lines counted", async () => {
    const content = "Grüße\nκόσμε\r\n\r\n世界\r😀";
    const file = await processed("hello.txt", content, { contentType: "text/plain" });
    expect(file).toMatchObject({ transform: "text", names: ["data.txt.gz"] });
    expect(file.text("data.txt.gz")).toBe(content);
    expect(file.summary).toEqual({
      bytes: Buffer.byteLength(content),
      encoding: "utf-8",
      characters: 19,
      lines: 5,
      blankLines: 1,
      longestLine: Buffer.byteLength("κόσμε"),
      lineEnds: { lf: 1, crlf: 2, cr: 1 },
    });
  });

  test.each([
    ["UTF-8 with a mark", Buffer.from("\ufeffé\n"), undefined, ["utf-8", 2, 1]],
    ["UTF-16", Buffer.from("\ufeffé\r\n😀", "utf16le"), undefined, ["utf-16le", 4, 2]],
    [
      "no encoding that could be made sure of",
      Buffer.from("é\n", "latin1"),
      undefined,
      ["unknown", null, 1],
    ],
    [
      "the declared charset",
      Buffer.from("é\n", "latin1"),
      "text/plain;charset=Latin1",
      ["latin1", null, 1],
    ],
  ])("is told to be %s", async (_name, bytes, contentType, [encoding, characters, lines]) => {
    const file = await processed("a.txt", bytes, { contentType });
    expect(file.summary).toMatchObject({ bytes: bytes.length, encoding, characters, lines });
  });

  test("has the lines that splitting it would give", async () => {
    const content = fc.string({
      unit: fc.constantFrom("\r", "\n", "a", "é"),
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(content, async (whole) => {
        const lines = whole.split(/\r\n|\r|\n/);
        if (lines.at(-1) === "") lines.pop();
        const { summary } = await processed("a.txt", whole);
        expect(summary).toMatchObject({
          lines: lines.length,
          blankLines: lines.filter((line) => line === "").length,
          characters: whole.length,
        });
      }),
    );
  });

  test("gives the same results wherever it is cut, valid or not", async () => {
    const bytes = fc.uint8Array({ min: 9, minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(bytes, cuts, async (whole, at) => {
        const inPieces = { body: Readable.from(pieces(whole, at)) };
        expect(await outcome("a.txt", whole, inPieces)).toEqual(await outcome("a.txt", whole));
      }),
    );
  });
});
