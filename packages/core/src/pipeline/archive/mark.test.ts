import { describe, expect, test } from "vitest";
import { type SourceHead } from "./head.ts";
import { isCopyOf, markedMetadata, markName, withoutMark } from "./mark.ts";

const head = (metadata: Record<string, string>, more: Partial<SourceHead> = {}): SourceHead => ({
  size: 3,
  etag: "e",
  metadata,
  ...more,
});
const full = { note: "x".repeat(2040) };

describe("the mark on a copy", () => {
  test("is added to the uploader's metadata", () => {
    expect(markedMetadata(head({ a: "b" }), "v1")).toEqual({ a: "b", [markName]: "v1" });
  });

  test("can't be forged by an uploader", () => {
    expect(markedMetadata(head({ [markName]: "v0" }), "v1")).toEqual({ [markName]: "v1" });
    expect(markedMetadata(head({ ...full, [markName]: "v0" }), "v1")).toEqual(full);
  });

  test("is left out where S3's two kilobytes are full", () => {
    expect(markedMetadata(head(full), "v1")).toEqual(full);
  });

  test("is taken off again", () => {
    expect(withoutMark(head({ a: "b", [markName]: "v1" }))).toEqual({ a: "b" });
  });

  test("tells the copy of a version from others", () => {
    const copy = head({ [markName]: "v1" });
    expect(isCopyOf(copy, { version: "v1", size: 3 })).toBe(true);
    expect(isCopyOf(copy, { version: "v1" })).toBe(true);
    expect(isCopyOf(copy, { version: "v2", etag: "e" })).toBe(false);
    expect(isCopyOf(head({}), { version: "v1", etag: "e" })).toBe(false);
  });

  test("is nothing on a copy that isn't whole", () => {
    expect(isCopyOf(head({ [markName]: "v1" }), { version: "v1", size: 4 })).toBe(false);
  });

  test("is replaced by the ETag where there was no room for it", () => {
    expect(isCopyOf(head(full), { version: "v1", etag: "e" })).toBe(true);
    expect(isCopyOf(head(full), { version: "v1", etag: "other" })).toBe(false);
  });
});
