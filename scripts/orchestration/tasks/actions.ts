import { nearest } from "../../../packages/local/src/cli/nearest.ts";
import { UsageError } from "../../cli/command.ts";
import { filterOptions } from "./filter.ts";

export const usageOfActions = `npm run tasks -- list [filters] [--limit n]
npm run tasks -- show <task id>
npm run tasks -- explain <task id>
npm run tasks -- start <task id> [--beyond-limits] [--why text] [--yes]
npm run tasks -- retry | redrive | cancel  <task id> | filters  [--why text] [--yes]

  list     tasks wherever they are: in the queue, running, waiting for a retry, closed
  show     one task: all its row holds, and its whole history
  explain  the one reason that holds a task now
  start    has the orchestrator start a queued task now, out of its turn
  retry    tasks that wait for their retry go to the front of the queue
  redrive  dead tasks go to the front of the queue, with all their attempts
  cancel   tasks that wait are closed, those that run are told; none of them is tried again`;

const filters = Object.keys(filterOptions);
const looking = ["local", "json"];
const changing = [...looking, "why", "yes"];

/** Each action's options: with a task's id, without one. Absent: it isn't done so. */
const actions = {
  list: { all: [...looking, ...filters, "limit"] },
  show: { one: looking },
  explain: { one: looking },
  start: { one: [...changing, "beyond-limits"] },
  retry: { one: changing, all: [...changing, ...filters] },
  redrive: { one: changing, all: [...changing, ...filters] },
  cancel: { one: changing, all: [...changing, ...filters] },
} satisfies Record<string, { readonly one?: readonly string[]; readonly all?: readonly string[] }>;
type Action = keyof typeof actions;

/** What is to be done, and to which task. An option that means nothing to it is refused. Throws `UsageError`. Pure. */
export function actionOf(
  [name = "list", id, ...others]: readonly string[],
  given: object,
): { readonly action: Action; readonly id: string | undefined } {
  const action = Object.keys(actions).find((one): one is Action => one === name);
  const near = nearest(name, Object.keys(actions));
  if (!action)
    throw new UsageError(
      `can't read ${name}${near ? `: did you mean ${near}?` : ""}\n\n${usageOfActions}`,
    );
  const { one, all }: { one?: readonly string[]; all?: readonly string[] } = actions[action];
  const taken = id === undefined ? all : one;
  if (!taken || others.length > 0)
    throw new UsageError(`can't read: ${[name, id, ...others].join(" ")}\n\n${usageOfActions}`);
  const stray = Object.keys(given).find((option) => !taken.includes(option));
  if (stray === undefined) return { action, id };
  const to = id === undefined ? action : `${action} <task id>`;
  throw new UsageError(`--${stray} means nothing to ${to}\n\n${usageOfActions}`);
}
