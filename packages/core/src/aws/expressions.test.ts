import { expect, test } from "vitest";
import { namesIn, updateExpression } from "./expressions.ts";

test("an update says what is set, set once, added and removed, and under which condition", () => {
  const update = updateExpression(
    { set: { state: "x", gone: undefined }, setOnce: { at: 1 }, add: { n: 1 }, remove: ["lease"] },
    { expression: "#lease.#until < :now", values: { ":now": 5 } },
  );
  expect(update).toEqual({
    UpdateExpression: "SET #state = :state, #at = if_not_exists(#at, :at) ADD #n :n REMOVE #lease",
    ConditionExpression: "#lease.#until < :now",
    ExpressionAttributeNames: {
      "#state": "state",
      "#at": "at",
      "#n": "n",
      "#lease": "lease",
      "#until": "until",
    },
    ExpressionAttributeValues: { ":state": "x", ":at": 1, ":n": 1, ":now": 5 },
  });
});

test("names are found once each", () => {
  expect(namesIn("#a = :a AND #b_c.#a = :b")).toEqual({ "#a": "a", "#b_c": "b_c" });
});
