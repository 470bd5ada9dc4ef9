import { BatchWriteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { laneKey, laneName, type Lane } from "@switchyard/core/orchestration/lanes.ts";
import type { Store } from "@switchyard/core/orchestration/store/store.ts";

export interface Queue {
  readonly flow?: Record<string, unknown>;
  /** Whose the task at this place of the queue is; the queue's end isn't blocked. */
  readonly tenantOf: (place: number, queued: number) => string;
}

const key = "payload.tenant";
const blocked = "blocked";

/** What the queue is like, at whose front a hundred tasks are to be found. */
export const queues: Readonly<Record<string, Queue>> = {
  "of a queue": { tenantOf: () => blocked },
  "of 50 tenants in turn": {
    flow: { fair_share: { key } },
    tenantOf: (place) => `tenant-${place % 50}`,
  },
  "behind a tenant at its limit": {
    flow: { concurrency: { key, limit: 10 }, fair_share: { key } },
    tenantOf: (place, queued) => (place < queued - 500 ? blocked : `tenant-${place % 50}`),
  },
};

/** Ten of the blocked tenant's run; the others wait, in lanes where the labourer has them. */
export async function fillQueue(
  store: Store,
  { id }: Labourer,
  { flow, tenantOf }: Queue,
  queued: number,
): Promise<void> {
  const laneOf = (tenant: string) => ({ labourerId: id, priority: 0, key: tenant });
  const waiting = new Map<string, number>();
  const row = (place: number, tenant: string) => ({
    task_id: `task-${place}`,
    labourer_id: id,
    created_at: 1,
    greenfield: 2_000 + place * 1_000,
    attempts: 0,
    payload: JSON.stringify({ tenant }),
    ...(flow && { flow_key: tenant }),
  });
  const queuedRow = (place: number) => {
    const tenant = tenantOf(place, queued);
    waiting.set(tenant, (waiting.get(tenant) ?? 0) + 1);
    return { ...row(place, tenant), ...(flow && { lane: laneName(laneOf(tenant)) }) };
  };
  const started = { greenfield: store.now() / 1_000 + invocationDelta, attempts: 1 };
  await write(store, 10, (at) => ({ ...row(-1 - at, blocked), ...started }));
  for (let from = 0; from < queued; from += 25)
    await write(store, Math.min(25, queued - from), (at) => queuedRow(from + at));
  if (flow) for (const [tenant, count] of waiting) await putLane(store, laneOf(tenant), count);
}

async function write({ db, tables }: Store, count: number, row: (at: number) => object) {
  const requests = Array.from({ length: count }, (_, at) => ({ PutRequest: { Item: row(at) } }));
  await db.send(new BatchWriteCommand({ RequestItems: { [tables.tasks]: requests } }));
}

async function putLane({ db, tables }: Store, lane: Lane, waiting: number) {
  const Item = { ...laneKey(lane), waiting, due: 1 };
  await db.send(new PutCommand({ TableName: tables.flow, Item }));
}
