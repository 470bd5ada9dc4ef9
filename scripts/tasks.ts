import { runCommand, UsageError } from "./cli/command.ts";
import { deploymentAt } from "./orchestration/deployment.ts";
import { changeOptions, changeUsage } from "./orchestration/operating.ts";
import { actionOf, usageOfActions } from "./orchestration/tasks/actions.ts";
import { changes, changeTask, changeTasks } from "./orchestration/tasks/change.ts";
import { filterOf, filterOptions, filterUsage } from "./orchestration/tasks/filter.ts";
import { explainTask } from "./orchestration/tasks/explain.ts";
import { list, show } from "./orchestration/tasks/show.ts";
import { startOne } from "./orchestration/tasks/start.ts";

const usage = `${usageOfActions}

Without --yes the last four only show what they are about.

${filterUsage}
  --limit           tasks at most that list shows; default 50
  --beyond-limits   start though limits, rates and health would not; a pause still holds
${changeUsage}

Exit codes: 0 done, 1 some failed, there is no such task, or it wasn't started, 2 wrong usage.`;

const options = {
  ...filterOptions,
  limit: { type: "string" },
  "beyond-limits": { type: "boolean" },
  ...changeOptions,
} as const;

await runCommand({
  usage,
  options,
  allowPositionals: true,
  run: async (given, positionals) => {
    const { action, id } = actionOf(positionals, given);
    const { local = false, json = false, yes = false, why, limit = "50", ...rest } = given;
    const filter = filterOf(rest);
    const most = Number(limit);
    if (!Number.isInteger(most) || most < 1)
      throw new UsageError(`--limit: expected a whole number from 1, got ${limit}`);
    const deployment = await deploymentAt({ local });
    const showing = { deployment, json };
    const changing = { ...showing, why, yes };
    const change = changes.find((one) => one === action);
    if (change && id === undefined) return changeTasks(filter, change, changing);
    if (id === undefined) return list(filter, most, showing);
    if (change) return changeTask(id, change, changing);
    if (action === "start") return startOne(id, rest["beyond-limits"] ?? false, changing);
    return (action === "show" ? show : explainTask)(id, showing);
  },
});
