import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cuts, outcome, pieces, processed } from "./testing.ts";

const mebi = 1024 ** 2;

function nestedGzip(times: number, content = "hello") {
  let bytes = Buffer.from(content);
  for (let count = 0; count < times; count++) bytes = gzipSync(bytes);
  return bytes;
}

describe("a gzip", () => {
  test("goes to its content's transform, under its name without .gz", async () => {
    const file = await processed("people.csv.gz", gzipSync("a,b\n1,2\n"), {
      contentType: "application/gzip",
    });
    expect(file.names).toEqual(["data.ndjson", "profile.json"]);
    expect(file).toMatchObject({
      transform: "gzip",
      detectedType: "application/gzip",
      summary: { unpackedBytes: 8, transform: "csv", content: { rows: 1 } },
    });
  });

  test("that was declared as what it contains is still unpacked", async () => {
    const file = await processed("people", gzipSync("a;b\n1;2\n"), { contentType: "text/csv" });
    expect(file.lines("data.ndjson")).toEqual([{ a: 1, b: 2 }]);
  });

  test("of nothing, of an archive, or of a page is described", async () => {
    expect((await processed("a.gz", gzipSync(""))).json("manifest.json")).toMatchObject({
      key: "a",
      size: 0,
    });
    const page = await processed("a.html.gz", gzipSync("<html>"));
    expect(page.json("manifest.json")).toMatchObject({ key: "a.html", detectedType: "text/html" });
  });

  test("in several members is one content", async () => {
    const file = await processed("a.txt.gz", Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]));
    expect(file.text("data.txt.gz")).toBe("one\ntwo\n");
  });

  test("bomb is stopped at the cap, however small it is", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * mebi));
    const file = processed("a.gz", bomb, { limits: { maxUnpackedBytes: mebi } });
    await expect(file).rejects.toMatchObject({
      name: "InvalidFileError",
      code: "file.too-large-unpacked",
    });
  });

  test("at exactly the cap is processed", async () => {
    const limits = { maxUnpackedBytes: 1_000 };
    expect(await processed("a.gz", gzipSync("x".repeat(1_000)), { limits })).toMatchObject({
      summary: { unpackedBytes: 1_000 },
    });
  });

  test("shares the cap with all its levels", async () => {
    const content = "x".repeat(1_000);
    const inner = gzipSync(content).length;
    const run = (maxUnpackedBytes: number) =>
      processed("a.gz.gz", nestedGzip(2, content), { limits: { maxUnpackedBytes } });
    await expect(run(1_000 + inner)).resolves.toMatchObject({ transform: "gzip" });
    await expect(run(1_000 + inner - 1)).rejects.toMatchObject({ code: "file.too-large-unpacked" });
  });

  test("may be packed three times, not four", async () => {
    expect((await processed("a.txt.gz.gz.gz", nestedGzip(3))).text("data.txt.gz")).toBe("hello");
    await expect(processed("a.gz", nestedGzip(4))).rejects.toMatchObject({
      code: "file.nested-too-deep",
    });
  });

  const whole = gzipSync("a,b\n".repeat(1_000));
  const damaged = Uint8Array.from(whole, (byte, index) =>
    index === whole.length - 8 ? byte ^ 1 : byte,
  );
  test.each([
    ["cut off", whole.subarray(0, -4)],
    ["cut off in its header", whole.subarray(0, 5)],
    ["damaged", damaged],
    ["followed by something else", Buffer.concat([whole, Buffer.from("more")])],
  ])("that is %s is invalid, and leaves no result", async (_name, bytes) => {
    await expect(processed("a.csv.gz", bytes)).rejects.toMatchObject({ code: "file.invalid" });
  });

  test("gives the same results wherever it is cut, whole or damaged", async () => {
    const damage = fc.option(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      nil: undefined,
    });
    const tail = fc.constantFrom("", "x", "\0\0\0", "\x1f", "\x1f\x8b", "\x1f\x8b\x08\0");
    await fc.assert(
      fc.asyncProperty(fc.string(), damage, tail, cuts, async (content, wound, more, at) => {
        const bytes = Buffer.concat([gzipSync(content), Buffer.from(more, "latin1")]);
        if (wound) bytes[3 + (wound[0] % (bytes.length - 3))]! ^= wound[1];
        const inPieces = { body: Readable.from(pieces(bytes, at)) };
        expect(await outcome("a.txt.gz", bytes, inPieces)).toEqual(
          await outcome("a.txt.gz", bytes),
        );
      }),
      { numRuns: 500 },
    );
  });
});
