import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { answering } from "./testing.ts";
import { writeIf, type Write } from "./write.ts";

const write: Write = {
  key: "k",
  version: "v",
  change: { set: { state: "archived" } },
  condition: { expression: "#state = :old", values: { ":old": "processing" } },
};

const refused = (item: object) =>
  Object.assign(new TypeError("refused"), {
    name: "ConditionalCheckFailedException",
    Item: marshall(item),
  });
const conflict = Object.assign(new TypeError("conflict"), { name: "TransactionConflictException" });

describe("a conditional write", () => {
  test("leaves its token and asks for the item that stood in its way", async () => {
    const { access, sent } = answering({ Attributes: { state: "archived" } });
    expect(await writeIf(write, "mine", access)).toEqual({
      done: true,
      item: { state: "archived" },
    });
    expect(sent[0]).toMatchObject({
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      ExpressionAttributeValues: { ":write": "mine" },
    });
  });

  test("that is refused says how the item stands", async () => {
    const { access } = answering(refused({ state: "failed", write: "theirs" }));
    expect(await writeIf(write, "mine", access)).toEqual({
      done: false,
      item: { state: "failed", write: "theirs" },
    });
  });

  test("that is refused by its own earlier try is done", async () => {
    const { access } = answering(refused({ state: "archived", write: "mine" }));
    expect(await writeIf(write, "mine", access)).toMatchObject({ done: true });
  });

  test("waits for a transaction on the same item, a few times", async () => {
    const { access, sent } = answering(conflict, conflict, { Attributes: {} });
    expect(await writeIf(write, "mine", access)).toMatchObject({ done: true });
    expect(sent).toHaveLength(3);
    const always = answering(...Array.from({ length: 6 }, () => conflict));
    await expect(writeIf(write, "mine", always.access)).rejects.toBe(conflict);
  });

  test("passes other errors on", async () => {
    const error = new TypeError("no answer");
    await expect(writeIf(write, "mine", answering(error).access)).rejects.toBe(error);
  });
});
