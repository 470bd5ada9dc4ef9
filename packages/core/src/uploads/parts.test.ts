import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidFileError } from "./errors.ts";
import { GiB, limits, MiB } from "./limits.ts";
import { cutInParts, partLength } from "./parts.ts";

const anySize = fc.oneof(
  fc.integer({ min: 1, max: 100 * MiB }),
  fc.integer({ min: 1, max: limits.object }),
);

describe("cutting a file in parts", () => {
  test("keeps S3's limits for every size, and the parts make the file", () => {
    fc.assert(
      fc.property(anySize, (size) => {
        const { partSize, partCount } = cutInParts(size);
        expect(partSize).toBeGreaterThanOrEqual(limits.smallestPart);
        expect(partSize).toBeLessThanOrEqual(limits.largestPart);
        expect(partCount).toBeLessThanOrEqual(limits.parts);
        const last = partLength(size, partSize, partCount);
        expect(last).toBeGreaterThan(0);
        expect((partCount - 1) * partSize + last).toBe(size);
      }),
    );
  });
  test.each([
    [1, 16 * MiB, 1],
    [16 * MiB, 16 * MiB, 1],
    [16 * MiB + 1, 16 * MiB, 2],
    [GiB, 16 * MiB, 64],
    [limits.object, 525 * MiB, 9987],
  ])("%i bytes go in parts of %i", (size, partSize, partCount) => {
    expect(cutInParts(size)).toEqual({ partSize, partCount });
  });
  test("takes a wished part size that S3 allows for the file", () => {
    expect(cutInParts(20 * MiB, 5 * MiB)).toEqual({ partSize: 5 * MiB, partCount: 4 });
    expect(() => cutInParts(20 * MiB, 5 * MiB - 1)).toThrow(InvalidFileError);
    expect(() => cutInParts(limits.object, 5 * MiB)).toThrow("partSize");
    expect(() => cutInParts(20 * MiB, limits.largestPart + 1)).toThrow(InvalidFileError);
  });
  test.each([0, -1, limits.object + 1])("%i bytes can't go in parts", (size) => {
    expect(() => cutInParts(size)).toThrow(InvalidFileError);
  });
  test("partLength gives the rest to the last part alone", () => {
    expect([1, 2, 3].map((part) => partLength(25, 10, part))).toEqual([10, 10, 5]);
  });
});
