import { UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type Change, type Condition, updateExpression } from "../../aws/expressions.ts";
import { type Transacted, type Transaction } from "./transact.ts";

export interface LedgerAccess {
  readonly db: Pick<DynamoDBDocumentClient, "send">;
  readonly table: string;
  /** Ends early, without an error, when the signal does. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Shared by files that are worked on at once; absent, each sends its own transactions. */
  readonly transact?: (transaction: Transaction) => Promise<Transacted>;
}

export interface Write {
  readonly key: string;
  readonly version: string;
  readonly change: Change;
  /** Absent where it may always be done. */
  readonly condition?: Condition;
}

export type Item = Readonly<Record<string, unknown>>;
export type Written =
  | { readonly done: true; readonly item: Item | undefined }
  | { readonly done: false; readonly item: Item | undefined };

export const conflictTries = 6;

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

export function updateOf({ key, version, change, condition }: Write, token: string, table: string) {
  const set = { ...change.set, write: token };
  return {
    TableName: table,
    Key: { key, version },
    ...updateExpression({ ...change, set }, condition),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
}

export const isNamed = (error: unknown, name: string): error is Error =>
  error instanceof Error && error.name === name;
export const pause = (tries: number) => 20 * 2 ** tries;

// The document client leaves the items of its errors as DynamoDB wrote them.
export function itemOf(holder: object): Item | undefined {
  const item: unknown = "Item" in holder ? holder.Item : undefined;
  return isAttributeMap(item) && Object.keys(item).length > 0 ? unmarshall(item) : undefined;
}
type AttributeMap = Parameters<typeof unmarshall>[0];
function isAttributeMap(item: unknown): item is Extract<AttributeMap, object> {
  return typeof item === "object" && item !== null;
}
