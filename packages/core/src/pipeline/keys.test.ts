import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isReserved, ownerOf, supersededKey } from "./keys.ts";

describe("a key's owner", () => {
  test.each([
    ["alice/a.txt", "alice"],
    ["alice/deep/a.txt", "alice"],
    ["a.txt", "anonymous"],
    ["/a.txt", "anonymous"],
    ["al ice/a.txt", "anonymous"],
    ["ünal/a.txt", "anonymous"],
    [`${"a".repeat(65)}/a.txt`, "anonymous"],
  ])("of %j is %s", (key, owner) => {
    expect(ownerOf(key)).toBe(owner);
  });
});

describe("the place of a superseded version", () => {
  test("is beside others of its key, by version", () => {
    expect(supersededKey("alice/a.txt", "v1")).toBe("superseded/alice/a.txt/v1");
  });

  test("always fits into S3's 1,024 bytes, stays under its owner, and is told apart", () => {
    const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 1020 });
    fc.assert(
      fc.property(key, key, fc.stringMatching(/^[\w.-]{1,64}$/), (one, other, version) => {
        fc.pre(Buffer.byteLength(one) <= 1018 && Buffer.byteLength(other) <= 1018);
        const place = supersededKey(`alice/${one}`, version);
        expect(Buffer.byteLength(place)).toBeLessThanOrEqual(1024);
        expect(place.startsWith("superseded/alice/")).toBe(true);
        expect(place === supersededKey(`alice/${other}`, version)).toBe(one === other);
      }),
    );
  });
});

test.each([
  ["results/a", true],
  ["superseded/a/b", true],
  ["results", false],
  ["resultsets/a", false],
  ["alice/results/a", false],
])("of the key %j the archive keeps the place: %s", (key, reserved) => {
  expect(isReserved(key)).toBe(reserved);
});
