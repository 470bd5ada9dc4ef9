import { expect, test } from "vitest";
import { InvalidInputError } from "../../errors.ts";
import { placesOf } from "./places.ts";

const buckets = { stagingBucket: "staging", archiveBucket: "archive" };

test("a caller's objects lie below its id, in four places", () => {
  expect(placesOf("alice", buckets)).toEqual([
    { bucket: "staging", prefix: "alice/" },
    { bucket: "archive", prefix: "alice/" },
    { bucket: "archive", prefix: "results/alice/" },
    { bucket: "archive", prefix: "superseded/alice/" },
  ]);
});

test.each(["", "/", "a/b", "results", "superseded", "anonymous", "al ice", "..", "ü"])(
  "nothing is erased for %j, which is no caller's id",
  (owner) => {
    expect(() => placesOf(owner, buckets)).toThrow(InvalidInputError);
  },
);
