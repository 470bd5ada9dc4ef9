import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { marshalled, unmarshalled } from "./marshalling.ts";

const leaf = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -9e15, max: 9e15 }),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array(),
  fc.uniqueArray(fc.string(), { minLength: 1 }).map((members) => new Set(members)),
  fc.uniqueArray(fc.integer(), { minLength: 1 }).map((members) => new Set(members)),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("tree")),
    fc.dictionary(fc.string(), tie("tree")),
    fc.array(fc.tuple(fc.string(), tie("tree"))).map((entries) => new Map(entries)),
  ),
}));
const given = tree.filter((value) => value !== undefined);
const asSdk = { removeUndefinedValues: true, convertTopLevelContainer: true } as const;

test("values travel and come back as the SDK's own functions make them", () => {
  fc.assert(
    fc.property(given, (value) => {
      const travelling = marshall(value, asSdk);
      expect(marshalled(value)).toEqual(travelling);
      expect(unmarshalled(travelling)).toEqual(
        unmarshall(travelling, { convertWithoutMapWrapper: true }),
      );
    }),
    { numRuns: 200 },
  );
});

test.each([Number.NaN, Infinity, 2 ** 60, Symbol("s")])("%s is refused as by the SDK", (value) => {
  expect(() => marshalled({ value })).toThrow(Error);
  expect(() => marshall({ value }, asSdk)).toThrow(Error);
});

test("nobody shares bytes with what they sent or were given", () => {
  const bytes = new Uint8Array([1, 2]);
  const { B } = marshalled(bytes);
  expect(B).toEqual(bytes);
  expect(B).not.toBe(bytes);
  expect(unmarshalled({ B: bytes })).not.toBe(bytes);
});
