import { ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { checkDuration, timeOutOf } from "@switchyard/core/orchestration/ecology/time-out.ts";
import { UnknownLabourerError } from "@switchyard/core/orchestration/errors.ts";
import { checkFeelings } from "@switchyard/core/orchestration/ecology/feelings.ts";
import { parseLabourer, type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { lookAtLabourer } from "@switchyard/core/orchestration/look/labourer.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { formatTable } from "./cli/table.ts";
import { deploymentAt, type Deployment } from "./orchestration/deployment.ts";
import { CodedError } from "./orchestration/errors.ts";
import { refuseMisspelt } from "./orchestration/labourers/misspelt.ts";
import { lineOf, minuteLines } from "./orchestration/labourers/table.ts";
import { writeChange } from "./orchestration/labourers/write.ts";
import { readJob } from "./orchestration/jobs/event.ts";

const usage = `npm run labourers -- [list | show <id> | register <id> <settings.json> | remove <id>] [--yes] [--local] [--json]

  list      every labourer with its limits, health, tasks counted (to a thousand), and whether it is paused or drains
  show      one of them, and what decided its health in each minute of the last hour
  register  writes its settings into the configuration table, which goes before what was deployed; refused if its
            duration is shorter than its function's time-out. Without --yes it only shows them
  remove    takes them out again. Without --yes it only shows what waits and runs

  --yes     do it
  --local   on the local stack; else on what was deployed last, or what the environment names
  --json    print what is shown as JSON

The essentials read the configuration again within minutes (configSeconds in infra/stage.ts); the orchestrator
needs the permission to invoke a new function.
Exit codes: 0 done, 1 failed, 2 wrong usage.`;

const options = {
  yes: { type: "boolean" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

interface Doing {
  readonly deployment: Deployment;
  readonly yes: boolean;
  readonly json: boolean;
}

await runCommand({
  usage,
  options,
  allowPositionals: true,
  run: async ({ yes = false, local = false, json = false }, [action = "list", ...rest]) => {
    const [id = "", file = "", ...others] = rest;
    const expected = { list: 0, show: 1, register: 2, remove: 1 }[action];
    if (expected === undefined || rest.filter(Boolean).length !== expected || others.length > 0)
      throw new UsageError(
        `expected list, show <id>, register <id> <settings.json> or remove <id>\n\n${usage}`,
      );
    const settings = action === "register" ? await readJob(file) : undefined;
    const doing = { deployment: await deploymentAt({ local }), yes, json };
    if (action === "list") return list(doing);
    if (action === "show") return show(id, doing);
    return action === "register" ? register(id, settings, doing) : remove(id, doing);
  },
});

async function list({ deployment: { labourers, store }, json }: Doing) {
  const looks = await Promise.all(labourers.map((labourer) => lookAtLabourer(labourer, store)));
  if (json) console.log(JSON.stringify(looks, undefined, 2));
  else console.log(formatTable(looks.map(lineOf)));
  return 0;
}

async function show(id: string, { deployment: { labourers, store }, json }: Doing) {
  const labourer = labourers.find((one) => one.id === id);
  if (!labourer)
    throw new UnknownLabourerError(
      id,
      labourers.map((one) => one.id),
    );
  const look = await lookAtLabourer(labourer, store);
  const minutes = minuteLines(look);
  if (json) console.log(JSON.stringify(look, undefined, 2));
  else console.log(formatTable([lineOf(look)]));
  if (!json && minutes.length > 0) console.log(`\n${formatTable(minutes)}`);
  return 0;
}

async function register(id: string, settings: unknown, { deployment, yes, json }: Doing) {
  refuseMisspelt(settings);
  const labourer = parseLabourer(id, settings);
  checkFeelings(labourer);
  const timeOut = await timeOutIn(labourer);
  checkDuration(labourer, timeOut);
  const change = { action: "register", id, settings } as const;
  const isChanged = yes ? await writeChange(change, deployment.store) : undefined;
  if (json)
    console.log(JSON.stringify({ labourer, timeOut, changed: isChanged ?? false }, undefined, 2));
  else
    console.log(
      `${JSON.stringify(labourer, undefined, 2)}\n\n${doneText(isChanged, "registered")}`,
    );
  return 0;
}

async function remove(id: string, { deployment, yes, json }: Doing) {
  const { labourers, store, settings } = deployment;
  const labourer = labourers.find((one) => one.id === id);
  const look = labourer && (await lookAtLabourer(labourer, store));
  const isChanged = yes ? await writeChange({ action: "remove", id }, store) : undefined;
  const isDeployed = Object.hasOwn(settings.labourerSettings, id);
  if (json)
    console.log(JSON.stringify({ look, changed: isChanged ?? false, isDeployed }, undefined, 2));
  else
    console.log(
      [
        look ? formatTable([lineOf(look)]) : `There is no labourer ${id}.`,
        ...(isDeployed ? ["It stays registered by the deployment (infra/orchestration)."] : []),
        doneText(isChanged, "removed"),
      ].join("\n\n"),
    );
  return 0;
}

/** The time-out of its function, in seconds. Throws `CodedError` where there is none. */
async function timeOutIn(labourer: Labourer): Promise<number> {
  try {
    return await timeOutOf(labourer, { lambda: lambdaClient() });
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new CodedError("command.no_function", `There is no function ${labourer.arn}.`);
  }
}

function doneText(isChanged: boolean | undefined, done: string) {
  if (isChanged === undefined) return "Nothing was done; --yes does it.";
  return isChanged ? `It was ${done}.` : "It was so already.";
}
