import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Issue } from "../errors.ts";
import { InvalidKeyError, UploadNotAllowedError } from "./errors.ts";
import { givenKey, keyOf, ownKey } from "./keys.ts";
import { literalInPolicy, literalInPost } from "./literal-keys.ts";

const alice = { id: "alice" };
const segment = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .filter(
    (text) => text.trim() !== "" && !/[\p{Cc}\\/%.\u{FFFE}\u{FFFF}]/u.test(text.normalize("NFKC")),
  );
const goodKey = fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));

/** Spellings of a dot and a slash that some program on the way may understand. */
const dot = fc.constantFrom(".", "%2e", "%2E", "%252e", "%25252E", "%c0%ae", "%u002e", "．", "․");
const slash = fc.constantFrom("/", "%2f", "%252F", "%5c", "%c0%af", "／");
const dots = fc.array(dot, { minLength: 1, maxLength: 2 }).map((all) => all.join(""));

describe("an upload's key", () => {
  test("is placed under its caller's prefix, in NFC, whatever Unicode it has", () => {
    fc.assert(
      fc.property(goodKey, (key) => {
        expect(ownKey(alice, key)).toBe(`alice/${key.normalize("NFC")}`);
      }),
    );
    expect(ownKey(alice, "Zu\u0308rich.csv")).toBe("alice/Zürich.csv");
  });

  test("is refused with a dot segment in any encoding", () => {
    fc.assert(
      fc.property(
        fc.option(goodKey),
        slash,
        dots,
        fc.option(goodKey),
        (before, cut, bad, after) => {
          const key = [before, bad, after].filter((part) => part !== null).join(cut);
          expect(() => ownKey(alice, key)).toThrow(InvalidKeyError);
          expect(() => givenKey(key)).toThrow(InvalidKeyError);
        },
      ),
    );
  });

  test.each(["report..csv", "a...b", "v1.2..3/x", "…", ".hidden", "100%25", "%2exif", "a/.git/b"])(
    "may have dots that are no segment: %s",
    (key) => expect(ownKey(alice, key)).toBe(`alice/${key}`),
  );

  test("is refused with a control character, a backslash or a lone surrogate anywhere", () => {
    const bad = fc.oneof(
      fc.integer({ min: 0, max: 0x1f }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0x7f, max: 0x9f }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom("\\", "\u{FFFE}", "\u{FFFF}"),
    );
    fc.assert(
      fc.property(goodKey, bad, fc.nat(40), (key, character, at) => {
        const broken = `${key.slice(0, at)}_${character}_${key.slice(at)}`;
        expect(() => ownKey(alice, broken)).toThrow(InvalidKeyError);
      }),
    );
  });

  test.each([
    ["", "at least one character"],
    ["/a", "no leading `/`"],
    ["a//b", "no empty segment"],
    ["a/", "no empty segment"],
    ["a\0b", "no control characters"],
  ])("%j is refused for what is wrong with it", (key, expected) => {
    expect(() => ownKey(alice, key)).toThrow(expected);
  });

  test("names every fault at once", () => {
    const key = "/a\\\n/../b";
    const issues = issuesOf(() => ownKey(alice, key));
    expect(issues.map(({ field }) => field)).toEqual(["key", "key", "key", "key"]);
    expect(issues.every(({ value }) => value === key)).toBe(true);
  });

  test("may have 1,024 bytes of UTF-8 with its prefix, and not one more", () => {
    const room = 1024 - "alice/".length;
    expect(ownKey(alice, "x".repeat(room))).toHaveLength(1024);
    expect(() => ownKey(alice, "x".repeat(room + 1))).toThrow("here 1025");
    expect(() => ownKey(alice, "漢".repeat(340))).toThrow("here 1026");
    expect(ownKey(alice, "漢".repeat(339))).toHaveLength(345);
  });

  test("used as given is not changed, and stays out of the archive's own folders", () => {
    expect(givenKey("Zu\u0308rich.csv")).toBe("Zu\u0308rich.csv");
    expect(() => givenKey("results/a")).toThrow(InvalidKeyError);
    expect(() => givenKey("superseded/a")).toThrow(InvalidKeyError);
    expect(givenKey("results.csv")).toBe("results.csv");
  });

  test("of another caller is not theirs to name", () => {
    expect(keyOf(alice, "alice/a")).toBe("alice/a");
    for (const key of ["bob/a", "alice2/a", "a", "alicea"]) {
      expect(() => keyOf(alice, key)).toThrow(UploadNotAllowedError);
    }
    expect(() => keyOf(alice, "alice/../bob/a")).toThrow(InvalidKeyError);
  });

  test.each(["a*", "?", "${aws:username}", "x${*}"])("%s can't stand in a policy", (key) => {
    expect(() => literalInPolicy(key)).toThrow(InvalidKeyError);
  });

  test("may have a dollar sign, but no placeholder in a form", () => {
    expect(literalInPolicy("5$.txt")).toBe("5$.txt");
    expect(literalInPost("what?*$.txt")).toBe("what?*$.txt");
    expect(() => literalInPost("${filename}")).toThrow(InvalidKeyError);
  });
});

function issuesOf(act: () => unknown): readonly Issue[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidKeyError) return error.issues;
  }
  return [];
}
