import { flowKeyOf, type Labourer } from "../labourer.ts";
import { bordersOf } from "../states.ts";
import { getRow } from "../store/read.ts";
import { seconds, type Store } from "../store/store.ts";
import { capped, type Count } from "./count.ts";
import { keysInUse, type KeyInUse } from "./keys.ts";
import { closed, rangeOf } from "./ranges.ts";
import { operated, type Operated } from "./operated.ts";

/** A labourer as it is now. Nothing is read that grows with its queue. */
export interface LabourerLook extends Operated {
  readonly labourer: Labourer;
  readonly queued: Count;
  readonly running: Count;
  readonly expired: Count;
  readonly retrying: Count;
  /** Closed in the last hour. */
  readonly completed: Count;
  readonly dead: Count;
  readonly keys: readonly KeyInUse[];
}

const hour = 3_600;

/** Counts a labourer's tasks, each state to a thousand, and tells what operators and health decided. */
export async function lookAtLabourer(labourer: Labourer, store: Store): Promise<LabourerLook> {
  const { id } = labourer;
  const borders = bordersOf(labourer, store.now());
  const since = seconds(store) - hour;
  const count = (state: Parameters<typeof rangeOf>[0]) =>
    capped(rangeOf(state, id, borders), store);
  const [queued, running, expired, retrying, completed, dead, keys, row] = await Promise.all([
    count("queued"),
    count("running"),
    count("expired"),
    count("retrying"),
    capped(closed(id, 1, since), store),
    capped(closed(id, 0, since), store),
    flowKeyOf(labourer.flow) === undefined ? [] : keysInUse(labourer, borders, store),
    getRow("flow", { partition: `labourer#${id}`, sort: "state" }, store),
  ]);
  const counts = { queued, running, expired, retrying, completed, dead };
  return { labourer, ...counts, keys, ...operated(row, store.now()) };
}
