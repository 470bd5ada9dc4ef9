import { type Labourer } from "../labourer.ts";
import { noKey } from "../lanes.ts";
import { type Borders } from "../states.ts";
import { rowsOf } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { rangeOf } from "./ranges.ts";

/** One value of a labourer's key: how many tasks run for it, and how many wait. */
export interface KeyInUse {
  readonly key: string;
  readonly running: number;
  readonly waiting: number;
}

/** Of each priority. */
const mostLanes = 50;
const mostRunning = 1_000;
/** Keys told. */
const most = 20;
const priorities = Array.from({ length: 10 }, (_, priority) => priority);

/** Keys that have tasks running or waiting: the fullest of those seen. */
export async function keysInUse(
  labourer: Labourer,
  borders: Borders,
  store: Store,
): Promise<KeyInUse[]> {
  const found = new Map<string, { running: number; waiting: number }>();
  const at = (key: string) => {
    const known = found.get(key) ?? { running: 0, waiting: 0 };
    found.set(key, known);
    return known;
  };
  const running = { ...rangeOf("running", labourer.id, borders), limit: mostRunning };
  for await (const row of rowsOf(running, store)) at(textOf(row["flow_key"])).running++;
  const levels = labourer.flow?.priority ? priorities : [0];
  await Promise.all(
    levels.map(async (priority) => {
      for await (const row of rowsOf(lanesOf(labourer.id, priority), store))
        at(textOf(row["sort"])).waiting += Number(row["waiting"] ?? 0);
    }),
  );
  return Array.from(found, ([key, counts]) => ({ key, ...counts }))
    .toSorted((a, b) => b.running - a.running || b.waiting - a.waiting)
    .slice(0, most);
}

const lanesOf = (id: string, priority: number) => ({
  table: "flow" as const,
  where: {
    expression: "#partition = :partition",
    values: { ":partition": `lanes#${id}#${priority}` },
  },
  limit: mostLanes,
});

const textOf = (value: unknown) => (typeof value === "string" ? value : noKey);
