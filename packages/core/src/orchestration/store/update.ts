import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { backOff } from "../../state/writes/backoff.ts";
import { readerOf, refusingRow } from "./as-read.ts";
import { type Store } from "./store.ts";
import { tableOf, updateParameters, type Row, type Update } from "./write.ts";

export type Updated =
  | { readonly done: true; readonly row: Row }
  /** The condition failed: the row as it stood, if there was one. */
  | { readonly done: false; readonly row: Row | undefined };

const tries = 12;

/**
 * One conditional update; `row` is the whole row afterwards. A refusal that shows our own token is
 * an earlier try whose answer was lost: done.
 */
export async function updateIf(
  write: Update,
  store: Store,
  token = store.newToken(),
): Promise<Updated> {
  const command = new UpdateCommand({
    ...updateParameters(write, token, store),
    ReturnValues: "ALL_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  const { fields } = tableOf(write.update, store);
  for (let attempt = 1; ; attempt++) {
    try {
      const { Attributes = {} } = await store.db.send(command);
      return { done: true, row: readerOf(fields)(Attributes) };
    } catch (error) {
      const { name } = error instanceof Error ? error : { name: "" };
      if (name === "ConditionalCheckFailedException") {
        const row = refusingRow(itemIn(error), fields);
        return row?.["write"] === token ? { done: true, row } : { done: false, row };
      }
      if (name !== "TransactionConflictException" || attempt === tries) throw error;
    }
    await backOff(store, attempt);
  }
}

function itemIn(error: unknown): unknown {
  return typeof error === "object" && error && "Item" in error ? error.Item : undefined;
}
