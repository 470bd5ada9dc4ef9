import { runCommand, UsageError } from "./cli/command.ts";
import { deploymentAt } from "./orchestration/deployment.ts";
import { changeOptions, changeUsage } from "./orchestration/operating.ts";
import { changes, changeTask, changeTasks } from "./orchestration/tasks/change.ts";
import { filterOf, filterOptions, filterUsage } from "./orchestration/tasks/filter.ts";
import { explainTask } from "./orchestration/tasks/explain.ts";
import { list, show } from "./orchestration/tasks/show.ts";

const usage = `npm run tasks -- list [filters] [--limit n]
npm run tasks -- show <task id>
npm run tasks -- explain <task id>
npm run tasks -- retry | redrive | cancel  <task id> | filters  [--why text] [--yes]

  list     tasks wherever they are: in the queue, running, waiting for a retry, closed
  show     one task: all its row holds, and its whole history
  explain  the one reason that holds a task now
  retry    tasks that wait for their retry go to the front of the queue
  redrive  dead tasks go to the front of the queue, with all their attempts
  cancel   tasks that wait are closed, those that run are told; none of them is tried again

Without --yes the last three only count the tasks and show the first.

${filterUsage}
  --limit           tasks at most that list shows; default 50
${changeUsage}

Exit codes: 0 done, 1 some failed, or there is no such task, 2 wrong usage.`;

const options = { ...filterOptions, limit: { type: "string" }, ...changeOptions } as const;

await runCommand({
  usage,
  options,
  allowPositionals: true,
  run: async (given, [action = "list", id, ...others]) => {
    const { local = false, json = false, yes = false, why, limit = "50", ...filters } = given;
    const filter = filterOf(filters);
    const change = changes.find((one) => one === action);
    const most = Number(limit);
    if (!Number.isInteger(most) || most < 1)
      throw new UsageError(`--limit: expected a whole number from 1, got ${limit}`);
    const wantsId = action === "show" || action === "explain";
    const isKnown = wantsId || change || action === "list";
    if (!isKnown || others.length > 0 || (wantsId && !id) || (action === "list" && id))
      throw new UsageError(`can't read: ${[action, id, ...others].join(" ")}\n\n${usage}`);
    const deployment = await deploymentAt({ local });
    if (change) {
      const changing = { deployment, why, yes, json };
      return id ? changeTask(id, change, changing) : changeTasks(filter, change, changing);
    }
    if (!wantsId || !id) return list(filter, most, { deployment, json });
    return (action === "show" ? show : explainTask)(id, { deployment, json });
  },
});
