import { lookAtLabourer } from "@switchyard/core/orchestration/look/labourer.ts";
import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { operateJob } from "@switchyard/core/orchestration/operations/job.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import { labourerOf } from "@switchyard/core/orchestration/operations/operating.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { getJob } from "@switchyard/core/orchestration/scheduler.ts";
import { runCommand, UsageError } from "../cli/command.ts";
import { formatTable } from "../cli/table.ts";
import { deploymentAt, type Deployment } from "./deployment.ts";
import { lineOf } from "./labourers/table.ts";
import { changeOptions, changeUsage, operatingOf, operatorOf } from "./operating.ts";
import { lineOf as lineOfTask } from "./tasks/table.ts";
import { timeText } from "./text.ts";

type Action = "pause" | "resume" | "drain";
type Of = "labourer" | "job" | "task";

const explained = {
  pause: "Nothing of it starts any more; what runs goes on.",
  resume: "Ends a pause or a drain.",
  drain:
    "A labourer takes no new tasks, and those queued go on; a job is loaded no further, and what is loaded goes on.",
} as const;

/** `npm run pause`, `resume` and `drain`. */
export async function operateCommand(action: Action): Promise<void> {
  const choice =
    action === "drain" ? "--labourer id | --job id" : "--labourer id | --job id | --task id";
  const usage = `npm run ${action} -- ${choice} [--why text] [--yes] [--local] [--json]

${explained[action]} Without --yes it only shows what it is about.

  --labourer, --job${action === "drain" ? "  one of them; a task (--task) is paused or cancelled" : ", --task  one of them"}
${changeUsage}

Exit codes: 0 done, 1 failed, 2 wrong usage.`;
  const options = {
    labourer: { type: "string" },
    job: { type: "string" },
    task: { type: "string" },
    ...changeOptions,
  } as const;
  await runCommand({
    usage,
    options,
    run: async ({ why, yes = false, local = false, json = false, ...given }) => {
      const [of, id] = chosen(given, usage);
      if (of === "task" && action === "drain")
        throw new UsageError(`a task can't be drained: pause or cancel it\n\n${usage}`);
      const deployment = await deploymentAt({ local });
      const line = await lookAt(of, id, deployment);
      const changed = yes
        ? (await operate(of, id, { action, why, deployment })).changed
        : undefined;
      if (json) console.log(JSON.stringify({ ...line, changed: changed ?? false }, undefined, 2));
      else console.log(`${formatTable([line])}\n\n${sentence(changed)}`);
      return 0;
    },
  });
}

/** Exactly one. Throws `UsageError`. Pure. */
export function chosen(given: Partial<Record<Of, string>>, usage: string): [Of, string] {
  const named = (["labourer", "job", "task"] as const).flatMap((of): [Of, string][] => {
    const id = given[of];
    return id ? [[of, id]] : [];
  });
  const [one] = named;
  if (!one || named.length > 1)
    throw new UsageError(`expected one of what it is about\n\n${usage}`);
  return one;
}

async function lookAt(of: Of, id: string, deployment: Deployment) {
  const { labourers, store } = deployment;
  if (of === "labourer") return lineOf(await lookAtLabourer(labourerOf(id, deployment), store));
  if (of === "task") {
    const { task, state } = await lookAtTask(id, labourers, store);
    return lineOfTask({ row: task, state });
  }
  const {
    job_id: job,
    labourer_id: labourer,
    state,
    count,
    loaded,
    created_at: at,
  } = await getJob(id, store);
  return { job, labourer, state, tasks: count, loaded, created: timeText(at) };
}

interface Operation {
  readonly action: Action;
  readonly why: string | undefined;
  readonly deployment: Deployment;
}

async function operate(of: Of, id: string, { action, why, deployment }: Operation) {
  const who = operatorOf(deployment, why);
  const operating = operatingOf(deployment);
  if (of === "labourer") return operateLabourer(id, action, who, operating);
  if (of === "job") return operateJob(id, action, who, operating);
  return operateTask(id, action === "resume" ? "resume" : "pause", who, operating);
}

function sentence(changed: boolean | undefined) {
  if (changed === undefined) return "Nothing was done; --yes does it.";
  return changed ? "It was done." : "It was so already.";
}
