import {
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { fault } from "../models/errors.ts";
import { trusted } from "../models/trusted.ts";

const writes = new Set(["PutItem", "UpdateItem", "DeleteItem"]);

/** What DynamoDB says when a write meets a transaction under way; `undefined` for other operations. */
export function conflictOf(operation: string, input: object): Error | undefined {
  const message = "Transaction is ongoing for the item";
  if (writes.has(operation)) return new TransactionConflictException(fault(message, 400));
  if (operation !== "TransactWriteItems") return undefined;
  const { TransactItems = [] } = trusted<TransactWriteItemsCommandInput>(input);
  const CancellationReasons = TransactItems.map(() => ({
    Code: "TransactionConflict",
    Message: message,
  }));
  const said = "Transaction cancelled, please refer cancellation reasons for specific reasons";
  return new TransactionCanceledException({ ...fault(said, 400), CancellationReasons });
}
