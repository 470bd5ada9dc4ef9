import { laneKey, laneName, type Lane } from "../lanes.ts";
import { type Labourer } from "../labourer.ts";
import { rowsOf } from "../store/read.ts";
import { transactGroups } from "../store/transact-groups.ts";
import { type Store } from "../store/store.ts";
import { type Write } from "../store/write.ts";
import { indexes } from "../tables.ts";
import { type Deal, type WaitingLane } from "./deal.ts";

/** A lane's row. */
export type LaneRow = Lane & WaitingLane;

/** Clocks differ: a lane that is due a little later may be due by another's. */
const skewMs = 5_000;

/** Up to `most` lanes of each priority whose turn has come, those first that wait longest; consistently read. */
export async function dueLanes(
  { id, flow }: Labourer,
  { now, most }: { readonly now: number; readonly most: number },
  store: Store,
): Promise<{ readonly lanes: readonly LaneRow[]; readonly isAll: boolean }> {
  const priorities = flow?.priority ? [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] : [0];
  const levels = await Promise.all(
    priorities.map((priority) => dueIn({ id, priority, now, most }, store)),
  );
  return { lanes: levels.flat(), isAll: levels.every(({ length }) => length < most) };
}

async function dueIn(
  { id, priority, now, most }: { id: string; priority: number; now: number; most: number },
  store: Store,
): Promise<LaneRow[]> {
  const range = {
    table: "flow",
    index: indexes.due,
    where: {
      expression: "#partition = :partition AND #due <= :now",
      values: { ":partition": `lanes#${id}#${priority}`, ":now": now + skewMs },
    },
    consistent: true,
    limit: most,
  } as const;
  const lanes: LaneRow[] = [];
  for await (const row of rowsOf(range, store)) {
    const waiting = Number(row["waiting"] ?? 0);
    lanes.push({
      labourerId: id,
      priority,
      key: String(row["sort"]),
      waiting,
      due: Number(row["due"]),
    });
  }
  return lanes;
}

/**
 * Clears the front of the lanes: those that are empty go (unless a task has come meanwhile), those
 * without a token wait until theirs comes. One request for up to 100 of them.
 */
export async function tidyLanes(
  lanes: readonly LaneRow[],
  { postponed }: Pick<Deal<LaneRow>, "postponed">,
  store: Store,
): Promise<void> {
  const empty = lanes.filter(({ waiting }) => waiting < 1);
  const gone = new Set(empty.map(laneName));
  const later = postponed.filter(
    ({ lane, until }) => !gone.has(laneName(lane)) && until > lane.due,
  );
  const writes: Write[] = [
    ...empty.map((lane): Write => ({
      delete: "flow",
      key: laneKey(lane),
      condition: { expression: "#waiting < :one", values: { ":one": 1 } },
    })),
    ...later.map(({ lane, until }): Write => ({
      update: "flow",
      key: laneKey(lane),
      change: { set: { due: until } },
      condition: { expression: "attribute_exists(#waiting)" },
    })),
  ];
  if (writes.length === 0) return;
  await transactGroups({ groups: writes.map((write) => ({ writes: [write] })) }, store);
}
