import { placesAtFront } from "../greenfield.ts";
import { rowsOf } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { indexes } from "../tables.ts";

/** `count` places before all that wait in a labourer's queue; the first is the frontmost. */
export async function frontPlaces(
  labourerId: string,
  count: number,
  store: Store,
): Promise<number[]> {
  const range = {
    table: "tasks",
    index: indexes.greenfield,
    where: {
      expression: "#labourer_id = :labourer AND #greenfield <= :start",
      values: { ":labourer": labourerId, ":start": Math.floor(store.now() / 1_000) },
    },
    only: ["greenfield"],
    limit: 1,
  } as const;
  let oldest: number | undefined;
  for await (const row of rowsOf(range, store)) oldest = Number(row["greenfield"]);
  return placesAtFront(count, oldest).toReversed();
}
