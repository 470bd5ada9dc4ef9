import { rowsOf } from "../../store/read.ts";
import { seconds, type Store } from "../../store/store.ts";
import { indexes } from "../../tables.ts";
import { placesAfter, type Places } from "../../greenfield.ts";

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
