import * as fc from "fast-check";
import { expect, test } from "vitest";
import { GiB, limits, MiB } from "./limits.ts";
import { listedPartSize } from "./part-size-rule.ts";
import { cutInParts } from "./parts.ts";

const partsOf = (size: number) => cutInParts(size, listedPartSize(size)).partCount;

test.each([
  [1, 16 * MiB],
  [1_000 * 16 * MiB, 16 * MiB],
  [1_000 * 16 * MiB + 1, 17 * MiB],
  [100 * GiB, 103 * MiB],
  [250 * GiB, 256 * MiB],
  [limits.object, 525 * MiB],
])("a file of %i bytes has parts of %i", (size, part) => expect(listedPartSize(size)).toBe(part));

test("to 250 GiB S3 tells all parts of a file in one answer, and S3 takes every file's", () => {
  const upTo = (max: number) => fc.integer({ min: 1, max });
  fc.assert(fc.property(upTo(250 * GiB), (size) => partsOf(size) <= 1_000));
  fc.assert(fc.property(upTo(limits.object), (size) => partsOf(size) <= limits.parts));
});
