import { createHash } from "node:crypto";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { lazy } from "../../lazy.ts";
import { LeaseLostError } from "../errors.ts";
import { namesIn } from "../../aws/expressions.ts";
import { queryAll } from "./read.ts";
import { holdsLease, nameOf } from "./steps.ts";
import { inState, type Claimed, type Lease, type Ledger } from "./table.ts";
import { transactIf } from "./transact.ts";
import { type LedgerAccess, type Write } from "./write.ts";

// The list of handed files, in the ledger itself: no object's version begins with `#`.
const listKey = "#handed";
const listed = "#handed:";

const Entry = /* @__PURE__ */ lazy(() =>
  z.object({
    version: z.string(),
    write: z.string(),
    file: z.object({ key: z.string(), version: z.string() }),
  }),
);
/** An entry of the list of handed files: no message leads to such a file any more. */
export type HandedEntry = z.infer<ReturnType<typeof Entry>>;

/**
 * Records that a container goes on with a version, under its own lease, and lists it for the
 * sweep: one transaction. Throws `LeaseLostError`.
 */
export async function recordHanded(claimed: Claimed, lease: Lease, ledger: Ledger): Promise<void> {
  const { key, version, correlation } = claimed.upload;
  const set = { ...inState("handed", key), handed_at: ledger.now(), lease, correlation };
  const file: Write = { ...nameOf(claimed), change: { set }, condition: holdsLease(claimed.lease) };
  const hash = createHash("sha256").update(`${key}\0${version}`).digest("hex");
  const entry: Write = {
    key: listKey,
    version: `${listed}${hash}`,
    change: { set: { schema: 1, file: { key, version } } },
  };
  const done = await transactIf([file, entry], ledger.newToken(), ledger);
  if (!done.done) throw new LeaseLostError(key, version);
}

/** Every file that was handed to a container and not taken off the list. */
export async function* listHanded(access: LedgerAccess): AsyncGenerator<HandedEntry> {
  const KeyConditionExpression = "#key = :list AND begins_with(#version, :listed)";
  const items = queryAll(
    {
      KeyConditionExpression,
      ExpressionAttributeNames: namesIn(KeyConditionExpression),
      ExpressionAttributeValues: { ":list": listKey, ":listed": listed },
      ConsistentRead: true,
    },
    access,
  );
  for await (const item of items) yield Entry().parse(item);
}

/** Takes a file off the list, unless it was handed anew since the entry was read. */
export async function strikeHanded(
  { version, write }: HandedEntry,
  { db, table }: LedgerAccess,
): Promise<void> {
  const strike = new DeleteCommand({
    TableName: table,
    Key: { key: listKey, version },
    ConditionExpression: "#write = :seen",
    ExpressionAttributeNames: { "#write": "write" },
    ExpressionAttributeValues: { ":seen": write },
  });
  try {
    await db.send(strike);
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return;
    throw error;
  }
}
