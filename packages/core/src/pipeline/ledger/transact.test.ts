import { describe, expect, test } from "vitest";
import { answering, cancelled } from "./testing.ts";
import { transactIf, transactTogether } from "./transact.ts";
import { type LedgerAccess, type Write } from "./write.ts";

const write: Write = {
  key: "k",
  version: "v",
  change: { set: { state: "archived" } },
  condition: { expression: "#state = :old", values: { ":old": "processing" } },
};
const of = (key: string): Write => ({ ...write, key });

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

describe("transactions of several files", () => {
  const none = { Code: "None" };
  const refusedBy = (token: string) => ({ Code: "ConditionalCheckFailed", Item: { write: token } });
  const tooLarge = Object.assign(new TypeError("too large"), { name: "ValidationException" });

  /** The first goes alone; the three after it gather behind it. */
  function fourAtOnce({ access, sent }: ReturnType<typeof answering>) {
    const shared: LedgerAccess = { ...access, transact: transactTogether() };
    const answers = ["a", "b", "c", "d"].map((key) =>
      transactIf([of(key), of(`${key}-lane`)], `token of ${key}`, shared),
    );
    return { answers: Promise.allSettled(answers), keysSent: () => sent.map(keysIn) };
  }
  const keysIn = (input: unknown) =>
    (input as { TransactItems: { Update: { Key: { key: string } } }[] }).TransactItems.map(
      ({ Update }) => Update.Key.key,
    ).join(" ");
  const done = { status: "fulfilled", value: { done: true } };

  test("go in one request, each with its own token", async () => {
    const { answers, keysSent } = fourAtOnce(answering({}, {}));
    expect(await answers).toEqual([done, done, done, done]);
    expect(keysSent()).toEqual(["a a-lane", "b b-lane c c-lane d d-lane"]);
  });

  test("of which one is refused: that one has its answer, the others go alone", async () => {
    const refusal = cancelled(none, none, none, refusedBy("theirs"), none, none);
    const { answers, keysSent } = fourAtOnce(answering({}, refusal, {}, {}));
    const refusals = [
      { refused: false, item: undefined },
      { refused: true, item: { write: "theirs" } },
    ];
    const refused = { status: "fulfilled", value: { done: false, refusals } };
    expect(await answers).toEqual([done, done, refused, done]);
    expect(keysSent().slice(2)).toEqual(["b b-lane", "d d-lane"]);
  });

  test("of which one was done by an earlier try: that one is done, the others go alone", async () => {
    const refusal = cancelled(refusedBy("token of b"), none, none, none, none, none);
    const { answers, keysSent } = fourAtOnce(answering({}, refusal, {}, {}));
    expect(await answers).toEqual([done, done, done, done]);
    expect(keysSent().slice(2)).toEqual(["c c-lane", "d d-lane"]);
  });

  test("that meet another's transaction go alone, and wait for it", async () => {
    const meeting = cancelled(
      { Code: "TransactionConflict" },
      ...Array.from({ length: 5 }, () => none),
    );
    const again = cancelled({ Code: "TransactionConflict" }, none);
    const { answers, keysSent } = fourAtOnce(answering({}, meeting, again, {}, {}, {}));
    expect(await answers).toEqual([done, done, done, done]);
    expect(keysSent().slice(2)).toEqual(["b b-lane", "c c-lane", "d d-lane", "b b-lane"]);
  });

  test("of which one is invalid fail that one alone", async () => {
    const { answers } = fourAtOnce(answering({}, tooLarge, {}, tooLarge, {}));
    const [, , failed] = await answers;
    expect(failed).toEqual({ status: "rejected", reason: tooLarge });
    expect((await answers).filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });

  test("without an answer fail all, and nothing is sent again", async () => {
    const error = new TypeError("no answer");
    const { answers, keysSent } = fourAtOnce(answering({}, error));
    const failed = { status: "rejected", reason: error };
    expect(await answers).toEqual([done, failed, failed, failed]);
    expect(keysSent()).toHaveLength(2);
  });

  test("on one item are never in one request", async () => {
    const { access, sent } = answering({}, {}, {});
    const shared: LedgerAccess = { ...access, transact: transactTogether() };
    await Promise.all(
      ["one", "two", "three"].map((token) => transactIf([of("same")], token, shared)),
    );
    expect(sent).toHaveLength(3);
  });
});
