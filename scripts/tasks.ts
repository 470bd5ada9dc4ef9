import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { formatTable } from "./cli/table.ts";
import { deploymentAt, labourerOf, type Deployment } from "./orchestration/deployment.ts";
import { filterOf, filterOptions, filterUsage } from "./orchestration/tasks/filter.ts";
import { tasksOf, type FoundTask } from "./orchestration/tasks/list.ts";
import { lineOf, storyOf } from "./orchestration/tasks/table.ts";

const usage = `npm run tasks -- list [filters] [--limit n] [--local] [--json]
npm run tasks -- show <task id> [--local] [--json]

  list  tasks wherever they are: in the queue, running, waiting for a retry, closed
  show  one task: all its row holds, and its whole history

${filterUsage}
  --limit           tasks at most; default 50
  --local           on the local stack; else on what was deployed last, or what the environment names
  --json            print what is shown as JSON

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

const options = {
  ...filterOptions,
  limit: { type: "string" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

interface Doing {
  readonly deployment: Deployment;
  readonly json: boolean;
}

await runCommand({
  usage,
  options,
  allowPositionals: true,
  run: async (
    { local = false, json = false, limit = "50", ...given },
    [action = "list", ...ids],
  ) => {
    const filter = filterOf(given);
    const most = Number(limit);
    if (!Number.isInteger(most) || most < 1)
      throw new UsageError(`--limit: expected a number, got ${limit}`);
    if (action === "list" && ids.length === 0) {
      const deployment = await deploymentAt({ local });
      if (filter.labourer !== undefined) labourerOf(deployment, filter.labourer);
      return list(filter, most, { deployment, json });
    }
    const [id] = ids;
    if (action === "show" && id && ids.length === 1)
      return show(id, { deployment: await deploymentAt({ local }), json });
    throw new UsageError(`expected list, or show <task id>\n\n${usage}`);
  },
});

async function list(
  filter: ReturnType<typeof filterOf>,
  most: number,
  { deployment, json }: Doing,
) {
  const { labourers, store } = deployment;
  const found: FoundTask[] = [];
  for await (const task of tasksOf(filter, labourers, store)) if (found.push(task) > most) break;
  const shown = found.slice(0, most);
  if (json) console.log(JSON.stringify(shown, undefined, 2));
  else console.log(`${formatTable(shown.map(lineOf))}\n\n${countText(found.length, most)}`);
  return 0;
}

function countText(found: number, most: number) {
  return found > most ? `The first ${most} tasks; --limit shows more.` : `${found} tasks.`;
}

async function show(id: string, { deployment, json }: Doing) {
  const { labourers, store } = deployment;
  const look = await lookAtTask(id, labourers, store);
  console.log(json ? JSON.stringify(look, undefined, 2) : storyOf(look));
  return 0;
}
