import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { type Run } from "./run-state.ts";

/** What the tables hold when all is over. */
export interface End {
  readonly tasks: readonly Row[];
  readonly retry: readonly Row[];
  readonly closed: readonly Row[];
  readonly flow: readonly Row[];
}

/** What is wrong with how a run went and ended, in sentences; nothing, if all is well. */
export function violations(run: Run, end: End): string[] {
  return [
    ...run.surprises.map((error) => `a program threw ${String(error)}`),
    ...beyondLimits(run),
    ...attempts(run),
    ...leftOver(end),
    ...endings(run, end),
    ...cancellations(run, end),
    ...records(end),
  ];
}

function* beyondLimits({ most, scenario: { limit, keyLimit = Infinity } }: Run) {
  if (most.all > limit) yield `${most.all} workers at once, ${limit} allowed`;
  if (most.ofTenant > keyLimit) yield `${most.ofTenant} of one tenant at once, ${keyLimit} allowed`;
}

/** Each attempt runs once, and there are no more of them than allowed. */
function* attempts({ works, scenario: { maxAttempts } }: Run) {
  const seen = new Set<string>();
  for (const { task_id, attempt } of works) {
    const one = `${task_id}/${attempt}`;
    if (seen.has(one)) yield `attempt ${one} ran twice`;
    if (attempt > maxAttempts) yield `attempt ${one}, ${maxAttempts} allowed`;
    seen.add(one);
  }
}

function* leftOver({ tasks, retry, flow }: End) {
  for (const { task_id } of tasks) yield `${String(task_id)} is still among the tasks`;
  for (const { task_id } of retry) yield `${String(task_id)} is still to be retried`;
  for (const { partition, sort, waiting } of flow) {
    const isLane = String(partition).startsWith("lanes#");
    if (isLane && waiting !== 0) yield `lane ${String(sort)} counts ${String(waiting)} waiting`;
    if (String(partition).startsWith("outbox#")) yield `${String(sort)} was not announced`;
  }
}

/** Every planned task is closed once, as what it came to. */
function* endings({ planned, works, announced, cancelled, scenario }: Run, { closed }: End) {
  const found = new Map<string, Row[]>();
  for (const row of closed) {
    const { numbers = [] } = JSON.parse(String(row["payload"])) as { numbers?: string[] };
    const number = numbers[0] ?? "";
    found.set(number, [...(found.get(number) ?? []), row]);
  }
  for (const [number, { fails, vanishes }] of planned.entries()) {
    const rows = found.get(String(number)) ?? [];
    if (rows.length !== 1) yield `task ${number} was closed ${rows.length} times`;
    const [row] = rows;
    if (!row) continue;
    const id = String(row["task_id"]);
    const isCompleted = String(row["labourer_id_task_status"]).endsWith("_1");
    const ran = works.filter((one) => one.number === number);
    const succeeded = ran.some(
      ({ attempt, until }) =>
        until !== undefined && attempt > fails && !(vanishes && attempt === 1),
    );
    if (isCompleted && !succeeded) yield `task ${number} counts as completed, and never was`;
    const isQuiet = scenario.faults.length === 0 && scenario.drops === 0;
    if (
      !isCompleted &&
      isQuiet &&
      !cancelled.has(id) &&
      fails + (vanishes ? 1 : 0) < scenario.maxAttempts
    )
      yield `task ${number} died, though it could be done`;
    if (
      !isCompleted &&
      !cancelled.has(id) &&
      row["cancelled_at"] === undefined &&
      !announced.includes(id)
    )
      yield `nobody was told that task ${number} died`;
    if (Number(row["attempts"]) > scenario.maxAttempts)
      yield `task ${number} counts ${String(row["attempts"])} attempts`;
  }
}

/** What is cancelled doesn't begin any more, and doesn't count as completed. */
function* cancellations({ cancelled, works }: Run, { closed }: End) {
  for (const [id, at] of cancelled) {
    if (works.some(({ task_id, from }) => task_id === id && from > at))
      yield `${id} was begun after it was cancelled`;
    const row = closed.find(({ task_id }) => task_id === id);
    if (String(row?.["labourer_id_task_status"]).endsWith("_1"))
      yield `${id} counts as completed, though it was cancelled`;
  }
}

/** Nothing holds a slot or a key that nobody uses. */
function* records({ flow }: End) {
  for (const row of flow) {
    if (row["sort"] !== "state") continue;
    const recent = row["recent"];
    if (Array.isArray(recent) && recent.length > 50) yield `${recent.length} recent marks are kept`;
  }
}
