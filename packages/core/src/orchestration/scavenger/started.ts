import { type Labourer } from "../labourer.ts";
import { moveAll } from "../moves/move.ts";
import { stateKey } from "../orchestrator/state-row.ts";
import { bordersOf, stateOf } from "../states.ts";
import { getRow, getRows, pagesOf, type Range } from "../store/read.ts";
import { type Row } from "../store/write.ts";
import { indexes } from "../tables.ts";
import { type Task } from "../task.ts";
import { decide, type Circumstances } from "./decide.ts";
import { moveFor, type Decided } from "./move-for.ts";
import { hasTime, type Scavenging, type ScavengerReport } from "./scavenging.ts";

/**
 * Moves on what was started and has ended, by itself or by its time: the completed, the expired,
 * the failed, the silent. The ids of those that held a slot until now.
 */
export async function settleStarted(
  labourer: Labourer,
  report: ScavengerReport,
  scavenging: Scavenging,
): Promise<string[]> {
  const { store } = scavenging;
  const freed: string[] = [];
  const maxDuration = await maxDurationOf(labourer, scavenging);
  for (const range of ranges(labourer, store.now())) {
    for await (const page of pagesOf(range, store)) {
      const moved = await settle(page as Task[], { labourer, maxDuration }, scavenging);
      for (const { kind } of moved.done) report[countOf[kind]] += 1;
      const borders = bordersOf(labourer, store.now());
      const held = moved.done.filter(({ task }) => stateOf(task, borders) === "running");
      freed.push(...held.map(({ task }) => task.task_id));
      if (moved.isOver) report.unfinished = true;
      if (report.unfinished) return freed;
    }
  }
  return freed;
}

const countOf = {
  archive: "archived",
  cancelled: "cancelled",
  retry: "retried",
  dead: "dead",
} as const;

/** The expired, all of them; of the others those that have ended or may be silent. */
function ranges(labourer: Labourer, now: number): Range[] {
  const { start, expired } = bordersOf(labourer, now);
  const values = { ":labourer": labourer.id, ":expired": expired };
  const of = { table: "tasks", index: indexes.greenfield } as const;
  const mine = "#labourer_id = :labourer AND";
  const ended = "attribute_exists(#completed_at)";
  const timeout = labourer.heartbeat_timeout;
  const filter =
    timeout === undefined
      ? { expression: ended }
      : {
          expression: `${ended} OR attribute_not_exists(#heartbeat_at) OR #heartbeat_at < :heard`,
          values: { ":heard": start - timeout },
        };
  return [
    {
      ...of,
      where: {
        expression: `${mine} #greenfield BETWEEN :after AND :expired`,
        values: { ...values, ":after": start + 1 },
      },
    },
    { ...of, where: { expression: `${mine} #greenfield >= :expired`, values }, filter },
  ];
}

type Known = Pick<Circumstances, "labourer" | "maxDuration">;

/** Refusals tell of rows newer than the index's: those are decided on once more. */
async function settle(tasks: readonly Task[], known: Known, scavenging: Scavenging) {
  const { store } = scavenging;
  const goOn = () => hasTime(scavenging);
  const moves = decided(tasks, known, scavenging);
  const first = await moveAll(moves, store, { goOn });
  const again = await secondLook(first.refused, known, scavenging);
  const second = await moveAll(again, store, { goOn });
  return {
    done: [...first.done, ...second.done],
    isOver: first.left.length + second.left.length > 0,
  };
}

function decided(tasks: readonly Task[], known: Known, { store }: Scavenging, replace = false) {
  const borders = bordersOf(known.labourer, store.now());
  return tasks.flatMap((task) => {
    const decision = decide(task, { ...known, borders, random: store.random() });
    return moveFor(task, decision, store, replace) ?? [];
  });
}

interface Refused {
  readonly group: Decided;
  readonly rows: readonly (Row | undefined)[];
}

/**
 * Where the index was behind, the row is gone, or was changed: then it is decided on as it stands.
 * Where another program stopped between its put and its delete, the row stands in two tables: the
 * other one is replaced.
 */
async function secondLook(refused: readonly Refused[], known: Known, scavenging: Scavenging) {
  const changed = refused.flatMap(({ rows: [, row] }) => row ?? []);
  const doubled = refused.filter(({ rows: [, row] }) => row === undefined);
  const keys = doubled.map(({ group }) => ({ task_id: group.task.task_id }));
  const still = keys.length > 0 ? await getRows("tasks", keys, scavenging.store) : [];
  return [
    ...decided(changed as Task[], known, scavenging),
    ...decided(still as Task[], known, scavenging, true),
  ];
}

/** Seconds; the orchestrator keeps it in the labourer's row. */
async function maxDurationOf({ id, retry, duration }: Labourer, { store }: Scavenging) {
  if (retry.policy !== "attempts") return duration;
  const { durations } = ((await getRow("flow", stateKey(id), store)) ?? {}) as {
    durations?: { max?: number };
  };
  return durations?.max || duration;
}
