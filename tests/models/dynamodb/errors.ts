import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  ResourceInUseException,
  ResourceNotFoundException,
  TransactionCanceledException,
  type CancellationReason,
} from "@aws-sdk/client-dynamodb";
import { fault } from "../errors.ts";
import { type Item } from "./values.ts";

/** A request that DynamoDB refuses as it stands. The SDK has no class of its own for it. */
export function validation(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({ name: "ValidationException", ...fault(message, 400) });
}

/** `old` is in the form it travels in: the document client doesn't unmarshal errors. */
export function conditionFailed(old?: Item): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    ...fault("The conditional request failed", 400),
    ...(old && { Item: structuredClone(old) }),
  });
}

/** One reason for each action, `None` for those that would have passed. */
export function transactionCancelled(
  CancellationReasons: CancellationReason[],
): TransactionCanceledException {
  const codes = CancellationReasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TransactionCanceledException({ ...fault(message, 400), CancellationReasons });
}

export function noSuchTable(name: string): ResourceNotFoundException {
  const message = `Requested resource not found: Table: ${name} not found`;
  return new ResourceNotFoundException(fault(message, 400));
}

export function tableExists(name: string): ResourceInUseException {
  return new ResourceInUseException(fault(`Table already exists: ${name}`, 400));
}

export function tokenReused(): IdempotentParameterMismatchException {
  const message = "Request token was already used with other parameters";
  return new IdempotentParameterMismatchException({ ...fault(message, 400), Message: message });
}
