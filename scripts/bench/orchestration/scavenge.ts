import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { metered } from "@switchyard/core/aws/meter.ts";
import { invocationDelta } from "@switchyard/core/orchestration/greenfield.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import type { Finding, Say } from "../benchmark.ts";
import { sum } from "./sum.ts";
import { ownLabourer, type World } from "./world.ts";

/** Requests a task of each of the scavenger's moves, with the history it writes. */
export async function countMoves(world: World, count: number, say: Say): Promise<Finding[]> {
  const seconds = Math.floor(world.store.now() / 1_000);
  const running = { greenfield: seconds + invocationDelta, attempts: 1 };
  return [
    await countMove(world, say, {
      what: "archived",
      count,
      table: "tasks",
      row: { ...running, completed_at: seconds },
      done: ({ archived }) => archived,
    }),
    await countMove(world, say, {
      what: "sent to a retry",
      count,
      table: "tasks",
      row: { ...running, greenfield: seconds + 1_000 },
      done: ({ retried }) => retried,
    }),
    await countMove(world, say, {
      what: "returned to the queue",
      count,
      table: "retry",
      row: { ...running, desired_launch_time: seconds - 1 },
      done: ({ requeued }) => requeued,
    }),
  ];
}

type Report = Awaited<ReturnType<typeof scavenge>>[number];
interface Move {
  readonly what: string;
  readonly count: number;
  readonly table: "tasks" | "retry";
  readonly row: Readonly<Record<string, number>>;
  readonly done: (report: Report) => number;
}

async function countMove(
  { store }: World,
  say: Say,
  { what, count, table, row, done }: Move,
): Promise<Finding> {
  say(`${count} tasks ${what}`);
  const labourer = ownLabourer();
  const rows = Array.from({ length: count }, (_, at) => ({
    task_id: `${labourer.id}-${at}`,
    labourer_id: labourer.id,
    created_at: 1,
    payload: "{}",
    ...row,
  }));
  for (let from = 0; from < count; from += 25)
    await store.db.send(
      new BatchWriteCommand({
        RequestItems: {
          [store.tables[table]]: rows
            .slice(from, from + 25)
            .map((Item) => ({ PutRequest: { Item } })),
        },
      }),
    );
  const { result: reports, counts } = await metered(async () =>
    scavenge({
      labourers: [labourer],
      store,
      announce: () => Promise.resolve(),
      poke: () => Promise.resolve(),
    }),
  );
  const moved = reports.reduce((all, report) => all + done(report), 0);
  const requests = sum(counts.requests);
  return {
    what: `a task ${what}: requests`,
    value: requests / moved,
    bar: 0.1,
    unit: "requests",
    steady: true,
    from: `${requests} for ${moved} tasks`,
  };
}
