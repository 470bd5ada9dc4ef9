import { marshall } from "@aws-sdk/util-dynamodb";
import { type LedgerAccess } from "./write.ts";

/** A table that gives these answers in turn; an error is thrown. */
export function answering(...answers: unknown[]) {
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

/** The error of a transaction that was cancelled for these reasons. */
export const cancelled = (...reasons: { Code: string; Item?: object }[]) =>
  Object.assign(new TypeError("cancelled"), {
    name: "TransactionCanceledException",
    CancellationReasons: reasons.map(({ Code, Item }) => ({ Code, Item: Item && marshall(Item) })),
  });
