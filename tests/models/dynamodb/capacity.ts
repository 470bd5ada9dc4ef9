import { type ConsumedCapacity, type ReturnConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { keyNames } from "./schema.ts";
import { itemSize } from "./size.ts";
import { type Table } from "./table.ts";
import { type Item } from "./values.ts";

/** The units of one write, by the table and by each index it touches. */
export interface WriteUnits {
  readonly table: number;
  readonly indexes: ReadonlyMap<string, number>;
}

/** One unit a started KB of the larger of old and new; indexes pay for what changes in them. */
function writeUnits(table: Table, before: Item | undefined, after: Item | undefined): WriteUnits {
  const indexes = new Map<string, number>();
  for (const { name, key, attributes } of table.schema.indexes.values()) {
    const shown = (item: Item | undefined) => {
      if (!item || keyNames(key).some((attribute) => !item[attribute])) return undefined;
      return attributes
        ? Object.fromEntries(
            Object.entries(item).filter(([attribute]) => attributes.has(attribute)),
          )
        : item;
    };
    const units = indexUnits(shown(before), shown(after), keyNames(key));
    if (units > 0) indexes.set(name, units);
  }
  return { table: Math.max(unitsOf(before), unitsOf(after), 1), indexes };
}

/** Half a unit for each started 4 KB, a whole one when consistent, two in a transaction. */
export function readUnits(bytes: number, kind: "eventual" | "consistent" | "transaction"): number {
  const blocks = Math.max(1, Math.ceil(bytes / 4096));
  return kind === "eventual" ? blocks / 2 : kind === "consistent" ? blocks : blocks * 2;
}

/** An item as a write found and left it. */
export interface Touched {
  readonly table: Table;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What the answer says of writes, by table, as far as the request asked. A transaction's cost twice. */
export function consumedByWrites(
  asked: ReturnConsumedCapacity | undefined,
  writes: readonly Touched[],
  factor = 1,
): ConsumedCapacity[] {
  if (!asked || asked === "NONE") return [];
  const used = new Map<string, WriteUnits>();
  for (const { table, before, after } of writes) {
    const { name } = table.schema;
    const units = writeUnits(table, before, after);
    const others = used.get(name);
    used.set(name, others ? addUnits(others, units) : units);
  }
  return Array.from(used).flatMap(([name, units]) => consumed(asked, name, units, factor) ?? []);
}

/** What the answer says of it, as far as the request asked. */
export function consumed(
  asked: ReturnConsumedCapacity | undefined,
  TableName: string,
  units: WriteUnits,
  factor = 1,
): ConsumedCapacity | undefined {
  if (!asked || asked === "NONE") return undefined;
  const ofIndexes = [...units.indexes].map(([name, count]) => [
    name,
    { CapacityUnits: count * factor },
  ]);
  const all = [...units.indexes.values()].reduce((sum, count) => sum + count, units.table) * factor;
  if (asked === "TOTAL") return { TableName, CapacityUnits: all };
  return {
    TableName,
    CapacityUnits: all,
    Table: { CapacityUnits: units.table * factor },
    ...(ofIndexes.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(ofIndexes) }),
  };
}

/** Two writes' units together. */
function addUnits(a: WriteUnits, b: WriteUnits): WriteUnits {
  const indexes = new Map(a.indexes);
  for (const [name, count] of b.indexes) indexes.set(name, (indexes.get(name) ?? 0) + count);
  return { table: a.table + b.table, indexes };
}

function indexUnits(before: Item | undefined, after: Item | undefined, key: readonly string[]) {
  if (!before && !after) return 0;
  if (!before || !after) return unitsOf(before ?? after);
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  const moved = key.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return moved ? unitsOf(before) + unitsOf(after) : Math.max(unitsOf(before), unitsOf(after));
}

function unitsOf(item: Item | undefined): number {
  return item ? Math.max(1, Math.ceil(itemSize(item) / 1024)) : 0;
}
