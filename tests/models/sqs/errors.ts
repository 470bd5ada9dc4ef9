import * as sdk from "@aws-sdk/client-sqs";
import { fault } from "../errors.ts";

export function noSuchQueue() {
  return new sdk.QueueDoesNotExist(fault("The specified queue does not exist.", 400));
}

export function queueExists(name: string) {
  const message = `A queue already exists with the same name and a different value for an attribute: ${name}`;
  return new sdk.QueueNameExists(fault(message, 400));
}

export function badReceipt(handle: string | undefined) {
  return new sdk.ReceiptHandleIsInvalid(
    fault(`The input receipt handle "${handle}" is not a valid receipt handle.`, 400),
  );
}

export function notInFlight() {
  const message = "The message referred to isn't in flight.";
  return new sdk.MessageNotInflight(fault(message, 400));
}

export function invalidValue(message: string) {
  return new sdk.SQSServiceException({ name: "InvalidParameterValue", ...fault(message, 400) });
}

export function invalidContents(message: string) {
  return new sdk.InvalidMessageContents(fault(message, 400));
}

/** What is wrong with a batch as a whole; `undefined` when nothing is. */
export function batchError(ids: readonly (string | undefined)[]) {
  if (ids.length === 0)
    return new sdk.EmptyBatchRequest(
      fault("There should be at least one entry in the request.", 400),
    );
  if (ids.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${ids.length}.`;
    return new sdk.TooManyEntriesInBatchRequest(fault(message, 400));
  }
  if (new Set(ids).size < ids.length) {
    return new sdk.BatchEntryIdsNotDistinct(
      fault("Two or more batch entries have the same Id.", 400),
    );
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id ?? ""))) {
    return new sdk.InvalidBatchEntryId(
      fault(
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores.",
        400,
      ),
    );
  }
  return undefined;
}

export function batchTooLong() {
  const message = "Batch requests cannot be longer than 1048576 bytes.";
  return new sdk.BatchRequestTooLong(fault(message, 400));
}
