import { laneKey, laneName } from "@switchyard/core/orchestration/lanes.ts";
import { transactGroups } from "@switchyard/core/orchestration/store/transact-groups.ts";
import { updateIf } from "@switchyard/core/orchestration/store/update.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { type LabourerInput } from "@switchyard/core/orchestration/labourer.ts";
import { labourer } from "../world.ts";

const key = "payload.tenant";

/** A labourer with flow control by tenant. */
export const byTenant = (
  flow: { concurrency?: number; rate?: { limit: number; period: number }; priority?: boolean },
  settings: Partial<LabourerInput> = {},
) =>
  labourer({
    max_simultaneous_invocations: 4,
    ...settings,
    flow: {
      fair_share: { key },
      ...(flow.concurrency !== undefined && { concurrency: { key, limit: flow.concurrency } }),
      ...(flow.rate && { rate_limit: { key, ...flow.rate } }),
      ...(flow.priority && { priority: true }),
    },
  });

let place = 0;

/** Queues tasks of one tenant, as the scheduler does: each in its lane, and the lane counted. */
export async function queueFor(
  store: Store,
  tenant: string,
  count: number,
  { priority = 0, ...more }: Row & { readonly priority?: number } = {},
): Promise<void> {
  const lane = { labourerId: "counter", priority, key: tenant };
  const groups = Array.from({ length: count }, (_, n) => {
    const row = {
      task_id: `${tenant}-${priority === 0 ? "" : `p${priority}-`}${n}`,
      labourer_id: "counter",
      created_at: store.now() / 1_000,
      greenfield: 2_000 + ++place,
      attempts: 0,
      payload: JSON.stringify({ tenant }),
      flow_key: tenant,
      priority,
      lane: laneName(lane),
      ...more,
    };
    return { writes: [{ put: "tasks" as const, row }] };
  });
  await transactGroups({ groups }, store);
  const change = { add: { waiting: count }, setOnce: { due: store.now() } };
  await updateIf({ update: "flow", key: laneKey(lane), change }, store);
}

/** Tasks of a program that knows nothing of lanes. */
export async function queueLikePython(store: Store, tenant: string, count: number): Promise<void> {
  const groups = Array.from({ length: count }, (_, n) => {
    const row = {
      task_id: `py-${tenant}-${n}`,
      labourer_id: "counter",
      created_at: 1,
      greenfield: 2_000 + ++place,
      attempts: 0,
      payload: JSON.stringify({ tenant }),
    };
    return { writes: [{ put: "tasks" as const, row }] };
  });
  await transactGroups({ groups }, store);
}

/** How many wait in each lane, by its row; lanes that have gone are missing. */
export const waitingIn = (rows: readonly Row[]): Record<string, unknown> =>
  Object.fromEntries(
    rows
      .filter((row) => String(row["partition"]).startsWith("lanes#"))
      .map((row) => [
        `${String(row["partition"]).split("#")[2]}/${String(row["sort"])}`,
        row["waiting"],
      ]),
  );
