import { describe, expect, test } from "vitest";
import { redact, reveal } from "./secrets.ts";

const wrapped = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("Pulumi's wrapped secrets", () => {
  test("are revealed wherever they are, also within one another", () => {
    const inputs = { a: [wrapped("x")], b: { c: wrapped({ d: wrapped("y") }) }, e: 1 };
    expect(reveal(inputs)).toEqual({ a: ["x"], b: { c: { d: "y" } }, e: 1 });
  });

  test("are redacted whole", () => {
    expect(redact({ a: wrapped({ b: "x" }), c: null })).toEqual({ a: "[secret]", c: null });
  });

  test("leave assets what they are", () => {
    const asset = new Map([["path", Promise.resolve("x")]]);
    expect((reveal({ source: asset }) as { source: unknown }).source).toBe(asset);
  });
});
