import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { type SchedulerSettings } from "../settings.ts";

/** Waits so that a table's write units are not outrun. */
export type Pace = (units: number) => Promise<void>;

/** The pace of a provisioned table; none on an on-demand one. Units are DynamoDB's, a second. */
export async function paceOf(settings: SchedulerSettings): Promise<Pace> {
  const { store, writeUnits } = settings;
  const limit = writeUnits === "auto" ? await unitsOf(settings) : writeUnits;
  if (limit === Infinity) return () => Promise.resolve();
  let free = store.now();
  return async (units) => {
    const wait = free - store.now();
    if (wait > 0) await store.sleep(wait);
    free = Math.max(free, store.now()) + (units / limit) * 1_000;
  };
}

async function unitsOf({ store }: SchedulerSettings): Promise<number> {
  const { Table } = await store.db.send(
    new DescribeTableCommand({ TableName: store.tables.tasks }),
  );
  const all = [Table, ...(Table?.GlobalSecondaryIndexes ?? [])];
  // An on-demand table says 0 or nothing.
  const units = all.map((one) => one?.ProvisionedThroughput?.WriteCapacityUnits || Infinity);
  return Math.min(...units);
}
