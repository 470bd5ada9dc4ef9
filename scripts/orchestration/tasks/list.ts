import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { type LookState, rangeOf } from "@switchyard/core/orchestration/look/ranges.ts";
import { bordersOf } from "@switchyard/core/orchestration/states.ts";
import { getRows, pagesOf } from "@switchyard/core/orchestration/store/read.ts";
import type { Store } from "@switchyard/core/orchestration/store/store.ts";
import type { Row } from "@switchyard/core/orchestration/store/write.ts";
import { matches, states, type TaskFilter } from "./filter.ts";

/** A task that was found, with its whole row. */
export interface FoundTask {
  readonly state: LookState;
  readonly row: Row;
}

/** The tasks that a filter chooses, page by page as they are asked for: labourer by labourer, state by state. */
export async function* tasksOf(
  filter: TaskFilter,
  labourers: readonly Labourer[],
  store: Store,
): AsyncGenerator<FoundTask> {
  const wanted = labourers.filter(
    ({ id }) => filter.labourer === undefined || id === filter.labourer,
  );
  for (const labourer of wanted)
    for (const state of states.filter((one) => filter.state === undefined || one === filter.state))
      for await (const rows of pagesIn(state, labourer, store))
        for (const row of rows) if (matches(row, filter)) yield { state, row };
}

async function* pagesIn(
  state: LookState,
  labourer: Labourer,
  store: Store,
): AsyncGenerator<readonly Row[]> {
  const range = rangeOf(state, labourer.id, bordersOf(labourer, store.now()));
  for await (const rows of pagesOf(range, store))
    yield state === "done" || state === "dead" ? await wholeRows(rows, store) : rows;
}

/** The index of closed tasks holds a part of each row. */
async function wholeRows(rows: readonly Row[], store: Store): Promise<readonly Row[]> {
  const keys = rows.map(({ task_id: id }) => ({ task_id: String(id) }));
  const found = await getRows("closed", keys, store);
  const byId = new Map(found.map((row) => [row["task_id"], row]));
  return keys.flatMap(({ task_id: id }) => {
    const row = byId.get(id);
    return row ? [row] : [];
  });
}
