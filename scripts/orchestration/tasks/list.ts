import { matching, type TaskFilter } from "@switchyard/core/orchestration/operations/filter.ts";
import { lookStates, type LookState } from "@switchyard/core/orchestration/look/ranges.ts";
import type { Operating } from "@switchyard/core/orchestration/operations/operating.ts";
import type { Row } from "@switchyard/core/orchestration/store/write.ts";

/** A task that was found, with its whole row. */
export interface FoundTask {
  readonly row: Row;
  readonly state: LookState;
}

/** The tasks that a filter chooses, page by page as they are asked for: state by state. Throws `UnknownLabourerError`. */
export async function* tasksOf(
  filter: TaskFilter,
  { labourers, store }: Pick<Operating, "labourers" | "store">,
): AsyncGenerator<FoundTask> {
  const operating = { labourers, store, poke: () => Promise.resolve() };
  for (const state of lookStates.filter(
    (one) => filter.state === undefined || one === filter.state,
  ))
    for await (const { tasks } of matching(filter, [state], operating))
      for (const row of tasks) yield { row, state };
}
