import { type Labourer } from "../labourer.ts";
import { getRows } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { type Key } from "../tables.ts";
import { type Bucket, type Rate } from "./bucket.ts";

const bucketKey = (labourerId: string, key: string): Key => ({
  partition: `key#${labourerId}`,
  sort: key,
});

/** The buckets of keys, where the labourer's rate is limited by key; a full one has no row. */
export async function readBuckets(
  { id, flow }: Labourer,
  keys: Iterable<string>,
  store: Store,
): Promise<ReadonlyMap<string, Bucket>> {
  if (flow?.rate_limit?.key === undefined) return new Map();
  const wanted = [...new Set(keys)].map((key) => bucketKey(id, key));
  const rows = await getRows("flow", wanted, store);
  return new Map(
    rows.map((row) => [
      String(row["sort"]),
      { tokens: Number(row["tokens"]), refilledAt: Number(row["refilled_at"]) },
    ]),
  );
}

/** Keeps a key's bucket until it would be full anyway. */
export function bucketWrite(labourerId: string, key: string, bucket: Bucket, rate: Rate): Write {
  const full = bucket.refilledAt + rate.period * 1_000;
  const row = { tokens: bucket.tokens, refilled_at: bucket.refilledAt };
  return {
    put: "flow",
    row: { ...bucketKey(labourerId, key), ...row, expires_at: Math.ceil(full / 1_000) + 60 },
  };
}
