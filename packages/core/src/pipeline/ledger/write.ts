import {
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type Change, type Condition, updateExpression } from "./expressions.ts";

export interface LedgerAccess {
  readonly db: Pick<DynamoDBDocumentClient, "send">;
  readonly table: string;
  /** Ends early, without an error, when the signal does. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Write {
  readonly key: string;
  readonly version: string;
  readonly change: Change;
  /** Absent where it may always be done. */
  readonly condition?: Condition;
}

type Item = Readonly<Record<string, unknown>>;
export type Written =
  | { readonly done: true; readonly item: Item | undefined }
  | { readonly done: false; readonly item: Item | undefined };

const conflictTries = 6;

/**
 * One conditional update that stores `token` as the item's last write. `item` is the whole item:
 * as written, or as it stood when the condition failed.
 *
 * A refusal that shows our own token is an earlier try whose answer was lost: done.
 */
export async function writeIf(write: Write, token: string, access: LedgerAccess): Promise<Written> {
  const update = new UpdateCommand({
    ...updateOf(write, token, access.table),
    ReturnValues: "ALL_NEW",
  });
  for (let tries = 1; ; tries++) {
    try {
      return { done: true, item: (await access.db.send(update)).Attributes };
    } catch (error) {
      if (isNamed(error, "ConditionalCheckFailedException")) {
        const item = itemOf(error);
        return { done: item?.["write"] === token, item };
      }
      if (!isNamed(error, "TransactionConflictException") || tries === conflictTries) throw error;
      await access.sleep(pause(tries));
    }
  }
}

export type Transacted =
  | { readonly done: true }
  /** For each write: whether its condition failed, and how the item then stood. */
  | { readonly done: false; readonly refusals: readonly Refusal[] };
export interface Refusal {
  readonly refused: boolean;
  readonly item: Item | undefined;
}

/** Several conditional updates, all or none. Lost answers as in `writeIf`. */
export async function transactIf(
  writes: readonly Write[],
  token: string,
  access: LedgerAccess,
): Promise<Transacted> {
  const TransactItems = writes.map((write) => ({ Update: updateOf(write, token, access.table) }));
  for (let tries = 1; ; tries++) {
    try {
      await access.db.send(new TransactWriteCommand({ TransactItems }));
      return { done: true };
    } catch (error) {
      if (!isNamed(error, "TransactionCanceledException")) throw error;
      const reasons = reasonsOf(error);
      if (reasons.some(({ item }) => item?.["write"] === token)) return { done: true };
      if (reasons.some(({ refused }) => refused)) return { done: false, refusals: reasons };
      if (tries === conflictTries) throw error;
      await access.sleep(pause(tries));
    }
  }
}

function updateOf({ key, version, change, condition }: Write, token: string, table: string) {
  const set = { ...change.set, write: token };
  return {
    TableName: table,
    Key: { key, version },
    ...updateExpression({ ...change, set }, condition),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
}

const isNamed = (error: unknown, name: string): error is Error =>
  error instanceof Error && error.name === name;
const pause = (tries: number) => 20 * 2 ** tries;

// The document client leaves the items of its errors as DynamoDB wrote them.
function itemOf(holder: object): Item | undefined {
  const item: unknown = "Item" in holder ? holder.Item : undefined;
  return isAttributeMap(item) && Object.keys(item).length > 0 ? unmarshall(item) : undefined;
}
type AttributeMap = Parameters<typeof unmarshall>[0];
function isAttributeMap(item: unknown): item is Extract<AttributeMap, object> {
  return typeof item === "object" && item !== null;
}

function reasonsOf(error: Error): Refusal[] {
  const reasons: unknown = "CancellationReasons" in error ? error.CancellationReasons : [];
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason: { Code?: string; Item?: unknown }) => ({
    refused: reason.Code === "ConditionalCheckFailed",
    item: itemOf(reason),
  }));
}
