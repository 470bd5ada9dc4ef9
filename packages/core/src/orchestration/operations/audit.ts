import { rowsOf } from "../store/read.ts";
import { expiryOf, type Store } from "../store/store.ts";
import { type Row, type Write } from "../store/write.ts";
import { type Key } from "../tables.ts";
import { type Operator } from "./operating.ts";

const partition = "audit";

/** A new record's key; they sort by time. */
export const auditKey = ({ now, newToken }: Pick<Store, "now" | "newToken">): Key => ({
  partition,
  sort: `${String(now()).padStart(15, "0")}#${newToken()}`,
});

/** Tells who did what to what, and why. Goes with the change itself where that is one transaction. */
export const auditPut = (
  { by, reason }: Operator,
  what: Row,
  store: Store,
  key: Key = auditKey(store),
): Write => ({
  put: "flow",
  row: { ...key, at: store.now() / 1_000, by, reason, ...what, expires_at: expiryOf(store) },
});

/** What operators did, the newest first. */
export async function listAudit(limit: number, store: Store): Promise<Row[]> {
  const where = { expression: "#partition = :partition", values: { ":partition": partition } };
  const rows: Row[] = [];
  for await (const row of rowsOf({ table: "flow", where, descending: true, limit }, store))
    rows.push(row);
  return rows;
}

/** What operators did to one thing, the newest first: of the last `limit` that they did at all. */
export async function auditsOf(
  what: Readonly<Record<string, string>>,
  limit: number,
  store: Store,
): Promise<Row[]> {
  const rows = await listAudit(limit, store);
  return rows.filter((row) => Object.entries(what).every(([name, value]) => row[name] === value));
}
