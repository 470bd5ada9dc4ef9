import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "./byte-writer.ts";

describe("the byte writer", () => {
  test("writes JSON strings as JSON.stringify does", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)),
      }),
    );
    fc.assert(
      fc.property(text, (content) => {
        const bytes = Buffer.from(`<${content}>`);
        const writer = new ByteWriter();
        writer.jsonString(bytes, 1, bytes.length - 1);
        expect(writer.take().toString()).toBe(JSON.stringify(content));
      }),
      { numRuns: 1_000 },
    );
  });

  test("grows as needed, and gives away copies", () => {
    const writer = new ByteWriter();
    const large = Buffer.alloc(1024 ** 2, "x");
    writer.byte(0x3c);
    writer.write(large);
    expect(writer.length).toBe(large.length + 1);
    const taken = writer.take();
    writer.write(Buffer.from("yyy"));
    expect(taken.subarray(0, 3).toString()).toBe("<xx");
    expect(writer.take().toString()).toBe("yyy");
    expect(writer.take()).toHaveLength(0);
  });
});
