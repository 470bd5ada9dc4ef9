import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInputError } from "../errors.ts";
import { fileId, parseFileId } from "./file-id.ts";

describe("a file's id", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((part) => !part.includes("\0"));

  test("is URL-safe and gives back key and version", () => {
    fc.assert(
      fc.property(text, text, (key, version) => {
        fc.pre(!version.startsWith("#"));
        const id = fileId({ key, version });
        expect(id).toMatch(/^[\w-]+$/);
        expect(parseFileId(id)).toEqual({ key, version });
      }),
    );
  });

  test("is refused in any other form", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        try {
          expect(fileId(parseFileId(id))).toBe(id);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
    );
  });

  test("never names the ledger's own items", () => {
    const id = fileId({ key: "alice/a", version: "#lane" });
    expect(() => parseFileId(id)).toThrow(InvalidInputError);
  });
});
