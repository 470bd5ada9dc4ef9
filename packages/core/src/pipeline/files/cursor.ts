import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { InvalidInputError } from "../../errors.ts";
import { type FileRecord } from "../ledger/record.ts";

/** Which list a cursor belongs to. */
export interface List {
  readonly owner: string;
  readonly state?: string;
  readonly prefix: string;
}

/** Where reading stopped: the last file read, which the list's prefix may have left out. */
export type Position = Pick<FileRecord, "key" | "version" | "received_at">;

const Parts = z.tuple([z.string(), z.string(), z.number(), z.string()]);

/** A page's end as text: of no meaning but to the next request for the same list. Pure. */
export function writeCursor({ key, version, received_at }: Position, list: List): string {
  return Buffer.from(JSON.stringify([key, version, received_at, tagOf(list)])).toString(
    "base64url",
  );
}

/** Where the next page begins. Throws `InvalidInputError` for what this list didn't give. Pure. */
export function readCursor(cursor: string, list: List): Position {
  const parts = Parts.safeParse(decoded(cursor));
  const [key = "", version = "", received_at = 0, tag] = parts.data ?? [];
  if (tag !== tagOf(list)) {
    const expected = "the cursor of this list's last page";
    throw new InvalidInputError([{ field: "cursor", value: cursor, expected }]);
  }
  return { key, version, received_at };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

const tagOf = ({ owner, state = "", prefix }: List) =>
  createHash("sha256").update([owner, state, prefix].join("\0")).digest("base64url").slice(0, 12);
