import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { World } from "./world.ts";

/** Queues tasks, 25 a request. */
export async function fill({ store }: Pick<World, "store">, labourer_id: string, queued: number) {
  const { db, tables } = store;
  for (let from = 0; from < queued; from += 25) {
    const requests = Array.from({ length: Math.min(25, queued - from) }, (_, at) => ({
      PutRequest: {
        Item: {
          task_id: `${labourer_id}-${from + at}`,
          labourer_id,
          created_at: 1,
          greenfield: 2_000 + (from + at) * 1_000,
          attempts: 0,
          payload: "{}",
        },
      },
    }));
    await db.send(new BatchWriteCommand({ RequestItems: { [tables.tasks]: requests } }));
  }
}
