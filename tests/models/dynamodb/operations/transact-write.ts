import {
  DynamoDBServiceException,
  type CancellationReason,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
  type TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { consumedByWrites, type Touched } from "../capacity.ts";
import { type Database } from "../database.ts";
import { tokenReused, transactionCancelled, validation } from "../errors.ts";
import { itemSize } from "../size.ts";
import { type Item } from "../values.ts";
import { refuseRepeated } from "./batch-write.ts";
import { planCheck, planDelete } from "./delete.ts";
import { planPut } from "./put.ts";
import { planUpdate } from "./update.ts";
import { type Write } from "./write.ts";

const most = { actions: 100, bytes: 4 * 1024 * 1024 };
const tokenLife = 10 * 60_000;

/** A write, whether it may be made, and what it would leave. */
interface Verdict extends Touched {
  readonly write: Write;
  readonly reason: CancellationReason;
}

/** All or nothing. The same token with the same request within ten minutes is done once. */
export function transactWriteItems(database: Database, input: TransactWriteItemsCommandInput) {
  const actions = input.TransactItems ?? [];
  if (actions.length === 0 || actions.length > most.actions) {
    throw validation("Member must have length less than or equal to 100 and at least 1");
  }
  const writes = actions.map((action) => plan(database, action));
  refuseRepeated(writes, "Transaction request cannot include multiple operations on one item");
  if (isRepetition(database, input)) return {};
  const verdicts = writes.map(judge);
  if (verdicts.some(({ reason }) => reason.Code !== "None")) {
    throw transactionCancelled(verdicts.map(({ reason }) => reason));
  }
  refuseTooLarge(verdicts);
  for (const { write, after, before } of verdicts) {
    if (after !== before) write.table.set(write.key, after);
  }
  remember(database, input);
  // A transaction's write costs twice, for its preparing and its committing.
  const ConsumedCapacity = consumedByWrites(input.ReturnConsumedCapacity, verdicts, 2);
  return (
    ConsumedCapacity.length > 0 ? { ConsumedCapacity } : {}
  ) satisfies Partial<TransactWriteItemsCommandOutput>;
}

function plan(database: Database, action: TransactWriteItem): Write {
  const kinds = [action.Put, action.Update, action.Delete, action.ConditionCheck];
  if (kinds.filter(Boolean).length !== 1) {
    throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (action.Put) return planPut(database, action.Put);
  if (action.Update) return planUpdate(database, action.Update);
  if (action.Delete) return planDelete(database, action.Delete);
  return planCheck(
    database,
    action.ConditionCheck ?? { ConditionExpression: "", Key: {}, TableName: "" },
  );
}

function judge(write: Write): Verdict {
  const before = write.table.get(write.key);
  const verdict = { write, table: write.table, before, after: before };
  try {
    if (!write.passes(before ?? {})) {
      return { ...verdict, reason: failure(write.onFailure === "ALL_OLD" ? before : undefined) };
    }
    return { ...verdict, after: write.after(before), reason: { Code: "None" } };
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    return { ...verdict, reason: { Code: "ValidationError", Message: error.message } };
  }
}

function failure(Item: Item | undefined): CancellationReason {
  return {
    Code: "ConditionalCheckFailed",
    Message: "The conditional request failed",
    ...(Item && { Item: structuredClone(Item) }),
  };
}

function refuseTooLarge(verdicts: readonly Verdict[]): void {
  const bytes = verdicts.reduce((sum, { after }) => sum + (after ? itemSize(after) : 0), 0);
  if (bytes > most.bytes) throw validation("Transaction request size limit exceeded");
}

function isRepetition({ transactions, context }: Database, input: TransactWriteItemsCommandInput) {
  const known = transactions.get(input.ClientRequestToken ?? "");
  if (!known || context.now() - known.at > tokenLife) return false;
  if (JSON.stringify(known.request) === JSON.stringify(input.TransactItems)) return true;
  throw tokenReused();
}

function remember({ transactions, context }: Database, input: TransactWriteItemsCommandInput) {
  if (input.ClientRequestToken === undefined) return;
  transactions.set(input.ClientRequestToken, { request: input.TransactItems, at: context.now() });
}
