import { rowsOf } from "../../store/read.ts";
import { seconds, type Store } from "../../store/store.ts";
import { indexes } from "../../tables.ts";
import { placesAtEnd } from "../../greenfield.ts";

/** The places of a load: the first, and how far apart they are. */
export interface Places {
  readonly first: number;
  readonly apart: number;
}

/** The places of `count` new tasks at the end of a labourer's queue, by one read of its newest task. */
export async function placesFor(labourerId: string, count: number, store: Store): Promise<Places> {
  const now = seconds(store);
  const newest = rowsOf(
    {
      table: "tasks",
      index: indexes.greenfield,
      where: {
        expression: "#labourer_id = :labourer AND #greenfield <= :now",
        values: { ":labourer": labourerId, ":now": now },
      },
      descending: true,
      limit: 1,
      only: ["greenfield"],
    },
    store,
  );
  const { value } = await newest.next();
  return placesAfter(value && Number(value["greenfield"]), count, now);
}

/** As `placesAtEnd`, without a list of them all. Pure; times in seconds. */
export function placesAfter(newest: number | undefined, count: number, now: number): Places {
  const before = newest ?? placesAtEnd(1, undefined, now)[0]! - 1_000;
  const apart = Math.min(1_000, (now - before) / (count + 1));
  return { first: before + apart, apart };
}
