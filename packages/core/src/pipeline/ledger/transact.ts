import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { gathering } from "../gathering.ts";
import {
  conflictTries,
  isNamed,
  itemOf,
  pause,
  updateOf,
  type Item,
  type LedgerAccess,
  type Write,
} from "./write.ts";

export type Transacted =
  | { readonly done: true }
  /** For each write: whether its condition failed, and how the item then stood. */
  | { readonly done: false; readonly refusals: readonly Refusal[] };
export interface Refusal {
  readonly refused: boolean;
  readonly item: Item | undefined;
}

/** Conditional updates that are done all or none, and store `token`. */
export interface Transaction {
  readonly writes: readonly Write[];
  readonly token: string;
  readonly access: LedgerAccess;
}

/** Several conditional updates, all or none. Lost answers as in `writeIf`. */
export function transactIf(
  writes: readonly Write[],
  token: string,
  access: LedgerAccess,
): Promise<Transacted> {
  return (access.transact ?? transactAlone)({ writes, token, access });
}

/**
 * Sends what several files ask for at the same time as one transaction: an invocation's files are
 * then fewer requests. If any of its writes is refused, nothing of it is done, and each file's
 * own transaction is sent alone.
 */
export const transactTogether = () =>
  gathering<Transaction, Transacted>({
    most: 25, // DynamoDB takes 100 items
    clash: (one, other) => one.writes.some((mine) => other.writes.some(isSame(mine))),
    together: sendOnce,
    alone: transactAlone,
  });

const isSame = (one: Write) => (other: Write) =>
  one.key === other.key && one.version === other.version;

async function transactAlone(transaction: Transaction): Promise<Transacted> {
  for (let tries = 1; ; tries++) {
    const [answer] = await sendOnce([transaction], tries === conflictTries);
    if (answer) return answer;
    await transaction.access.sleep(pause(tries));
  }
}

/** An answer for each that has one: those that met another transaction, or were held up by a neighbour, haven't. */
async function sendOnce(
  transactions: readonly Transaction[],
  isLastTry = false,
): Promise<(Transacted | undefined)[]> {
  const { db, table } = transactions[0]!.access;
  const TransactItems = transactions.flatMap(({ writes, token }) =>
    writes.map((write) => ({ Update: updateOf(write, token, table) })),
  );
  try {
    await db.send(new TransactWriteCommand({ TransactItems }));
    return transactions.map(() => ({ done: true }));
  } catch (error) {
    // One that is too large must not be the others' end.
    const isNotMine = transactions.length > 1 && isNamed(error, "ValidationException");
    if (isNotMine) return transactions.map(() => undefined);
    if (!isNamed(error, "TransactionCanceledException")) throw error;
    const answers = answersIn(error, transactions);
    if (isLastTry && answers.includes(undefined)) throw error;
    return answers;
  }
}

function answersIn(error: Error, transactions: readonly Transaction[]) {
  const reasons = reasonsOf(error);
  let from = 0;
  return transactions.map(({ writes, token }): Transacted | undefined => {
    const refusals = reasons.slice(from, (from += writes.length));
    if (refusals.some(({ item }) => item?.["write"] === token)) return { done: true };
    return refusals.some(({ refused }) => refused) ? { done: false, refusals } : undefined;
  });
}

function reasonsOf(error: Error): Refusal[] {
  const reasons: unknown = "CancellationReasons" in error ? error.CancellationReasons : [];
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason: { Code?: string; Item?: unknown }) => ({
    refused: reason.Code === "ConditionalCheckFailed",
    item: itemOf(reason),
  }));
}
