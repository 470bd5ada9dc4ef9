import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { backOff } from "../../state/writes/backoff.ts";
import { TransactionBusyError } from "../errors.ts";
import { refusingRow } from "./as-read.ts";
import { type Store } from "./store.ts";
import { transactItem, type Row, type Write } from "./write.ts";

/** What became of one write of a transaction that wasn't done. */
export interface Refusal {
  readonly refused: boolean;
  /** The row as it stood, where the condition failed; `undefined` where there was none. */
  readonly row: Row | undefined;
}
export type Transacted =
  | { readonly done: true }
  /** One for each write. */
  | { readonly done: false; readonly refusals: readonly Refusal[] };

const tries = 12;

/**
 * Up to 100 writes, all or none (DynamoDB: 4 MB together). Those that meet other transactions or
 * throttling are tried again. A refusal that shows our own token is an earlier try whose answer
 * was lost: done; at least one write must be a put or an update for that.
 *
 * Throws `TransactionBusyError` when nothing was written for sure, and the SDK's error when it
 * may or may not have been: no answer at all.
 */
export async function transact(
  writes: readonly Write[],
  store: Store,
  token = store.newToken(),
): Promise<Transacted> {
  const TransactItems = writes.map((write) => transactItem(write, token, store));
  // DynamoDB itself does a repeated request once, within ten minutes; emulators may not.
  const ClientRequestToken = token.length <= 36 ? token : undefined;
  const command = new TransactWriteCommand({ TransactItems, ClientRequestToken });
  for (let attempt = 1; ; attempt++) {
    try {
      await store.db.send(command);
      return { done: true };
    } catch (error) {
      const reasons = reasonsOf(error);
      if (!reasons) {
        if (!isThrottling(error)) throw error;
      } else {
        const refusals = reasons.map((reason) => refusalOf(reason, store));
        if (refusals.some(({ row }) => row?.["write"] === token)) return { done: true };
        if (refusals.some(({ refused }) => refused)) return { done: false, refusals };
        if (!reasons.some(({ Code = "" }) => passing.has(Code))) throw error;
      }
      if (attempt === tries) throw new TransactionBusyError(tries, error);
    }
    await backOff(store, attempt);
  }
}

const passing = new Set([
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
  "RequestLimitExceeded",
]);
const throttling = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TransactionInProgressException",
]);
const isThrottling = (error: unknown) => error instanceof Error && throttling.has(error.name);

interface Reason {
  readonly Code?: string;
  readonly Item?: unknown;
}

function reasonsOf(error: unknown): readonly Reason[] | undefined {
  if (!(error instanceof Error) || error.name !== "TransactionCanceledException") return undefined;
  const reasons: unknown = "CancellationReasons" in error ? error.CancellationReasons : undefined;
  return Array.isArray(reasons) ? (reasons as Reason[]) : [];
}

function refusalOf({ Code, Item }: Reason, { fields }: Store): Refusal {
  return { refused: Code === "ConditionalCheckFailed", row: refusingRow(Item, fields) };
}
