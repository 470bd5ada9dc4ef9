import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { transactIf, writeIf, type LedgerAccess, type Write } from "./write.ts";

const write: Write = {
  key: "k",
  version: "v",
  change: { set: { state: "archived" } },
  condition: { expression: "#state = :old", values: { ":old": "processing" } },
};

/** A table that gives these answers in turn; an error is thrown. */
function answering(...answers: unknown[]) {
  const sent: unknown[] = [];
  const db: unknown = {
    send: async (command: { input: unknown }) => {
      sent.push(command.input);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const access = { db, table: "Ledger", sleep: async () => {} } as LedgerAccess;
  return { access, sent };
}
const refused = (item: object) =>
  Object.assign(new TypeError("refused"), {
    name: "ConditionalCheckFailedException",
    Item: marshall(item),
  });
const cancelled = (...reasons: { Code: string; Item?: object }[]) =>
  Object.assign(new TypeError("cancelled"), {
    name: "TransactionCanceledException",
    CancellationReasons: reasons.map(({ Code, Item }) => ({ Code, Item: Item && marshall(Item) })),
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

describe("a transaction of conditional writes", () => {
  test("says which write was refused, and by what", async () => {
    const lane = { Code: "ConditionalCheckFailed", Item: { write: "theirs" } };
    const { access } = answering(cancelled({ Code: "None" }, lane));
    expect(await transactIf([write, write], "mine", access)).toEqual({
      done: false,
      refusals: [
        { refused: false, item: undefined },
        { refused: true, item: { write: "theirs" } },
      ],
    });
  });

  test("that is refused by its own earlier try is done", async () => {
    const { access } = answering(
      cancelled({ Code: "ConditionalCheckFailed", Item: { write: "mine" } }, { Code: "None" }),
    );
    expect(await transactIf([write, write], "mine", access)).toEqual({ done: true });
  });

  test("is sent again while it only meets other transactions", async () => {
    const { access, sent } = answering(
      cancelled({ Code: "TransactionConflict" }, { Code: "None" }),
      {},
    );
    expect(await transactIf([write, write], "mine", access)).toEqual({ done: true });
    expect(sent).toHaveLength(2);
  });
});
