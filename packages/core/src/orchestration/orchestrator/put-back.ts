import { metaOf } from "../meta.ts";
import { laneWrites } from "../moves/move.ts";
import { transactGroups, type Group } from "../store/transact-groups.ts";
import { type Write } from "../store/write.ts";
import { type Marked } from "./mark.ts";
import { type Yard } from "./yard.ts";

/**
 * Returns tasks whose invocation was refused to their places in the queue, as if they had never
 * been marked; only while the mark is this one and no worker has claimed the attempt. Needs no
 * lease.
 */
export async function putBack(marked: readonly Marked[], yard: Yard): Promise<readonly Marked[]> {
  const back: Marked[] = [];
  for (let from = 0; from < marked.length; from += atOnce) {
    const groups = marked.slice(from, from + atOnce).map((one) => putBackGroup(one, yard));
    const shared = (some: readonly PutBackGroup[]) => laneWrites(some, yard.store.now());
    const sharedMost = shared(groups).length;
    const { done } = await transactGroups({ groups, shared, sharedMost }, yard.store);
    back.push(...done.map((group) => group.marked));
  }
  return back;
}

/** With its history's row and its lane's counter, each takes up to three of a transaction's 100 writes. */
const atOnce = 33;

interface PutBackGroup extends Group {
  readonly marked: Marked;
  readonly lanes: readonly { readonly lane: string; readonly by: number }[];
}

function putBackGroup(marked: Marked, { store }: Yard): PutBackGroup {
  const { task, place } = marked;
  const update: Write = {
    update: "tasks",
    key: { task_id: task.task_id },
    change: { set: { greenfield: place }, add: { attempts: -1 }, remove: ["mark", "poke_hops"] },
    condition: {
      expression:
        "#mark = :mark AND #attempts = :attempt AND attribute_not_exists(#completed_at) AND (attribute_not_exists(#claim_attempt) OR #claim_attempt <> :attempt)",
      values: { ":mark": task.mark, ":attempt": task.attempts },
    },
  };
  const lanes = task.lane === undefined ? [] : [{ lane: task.lane, by: 1 }];
  return { marked, lanes, writes: [update, ...metaOf(task, "put_back", store)] };
}
