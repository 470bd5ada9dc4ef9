import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { type LedgerAccess } from "../ledger/write.ts";
import { type StagingCursor } from "./list.ts";

// No object's version begins with `#`.
const place = { key: "#sweep", version: "#sweep" };
const Stored = z.object({ cursor: z.object({ key: z.string(), version: z.optional(z.string()) }) });

/** Where the last sweep stopped; `undefined` when it saw everything. */
export async function loadCursor({ db, table }: LedgerAccess): Promise<StagingCursor | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName: table, Key: place }));
  return Stored.safeParse(Item).data?.cursor;
}

/** Notes where the next sweep goes on. */
export async function storeCursor(cursor: StagingCursor | undefined, { db, table }: LedgerAccess) {
  if (!cursor) await db.send(new DeleteCommand({ TableName: table, Key: place }));
  else await db.send(new PutCommand({ TableName: table, Item: { ...place, schema: 1, cursor } }));
}
