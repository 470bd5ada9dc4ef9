import { planRedrive, redrive, type RedriveStep } from "@switchyard/core/pipeline/redrive.ts";
import { redriveByTask } from "@switchyard/core/pipeline/redrive-task.ts";
import type { RedriveSelection } from "@switchyard/core/pipeline/recovery/read-parked.ts";
import { runCommand } from "./cli/command.ts";
import { progressBar } from "./cli/progress.ts";
import { selectionOptions } from "./cli/selection.ts";
import { formatTable } from "./cli/table.ts";
import { setEnvironment } from "./local/environment.ts";

const usage = `npm run redrive -- [--prefix <prefix>] [--owner <caller>] [--by-task] [--yes] [--local] [--json]

Sends parked messages of the dead-letter queue back to the queue of uploads, and gives their failed files new
attempts. Without --yes it only shows what it would do. What is live or done is left alone.

  --prefix, --owner  only messages about these files (whole keys)
  --by-task         let SQS move the whole queue itself; not every emulator can
  --yes             do it
  --local           on the local stack; else on what was deployed last, or what the environment names
  --json            print the plan or the summary as JSON

Exit codes: 0 done, 1 some failed, 2 wrong usage.`;

const { owner, prefix } = selectionOptions;
const options = {
  owner,
  prefix,
  "by-task": { type: "boolean" },
  yes: { type: "boolean" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

await runCommand({
  usage,
  options,
  run: async (given) => {
    await setEnvironment({ local: given.local ?? false });
    const selection = { owner: given.owner, prefix: given.prefix };
    if (!given.yes)
      return show(
        await planRedrive(selection),
        given.json ?? false,
        "Nothing was done; --yes does it.",
      );
    if (given["by-task"]) return moveByTask(given.json ?? false);
    return carryOut(selection, given.json ?? false);
  },
});

function show(steps: readonly RedriveStep[], json: boolean, last = "") {
  const rows = steps.map(({ message, uploads, decision, error }) => ({
    message: message.id,
    keys: uploads.map((upload) => upload.key).join(", "),
    decision: error === undefined ? decision : `failed: ${messageOf(error)}`,
  }));
  if (json) console.log(JSON.stringify(rows, undefined, 2));
  else console.log(`${formatTable(rows)}\n\n${rows.length} messages. ${last}`.trim());
  return steps.some(({ error }) => error !== undefined) ? 1 : 0;
}

function messageOf(error: unknown) {
  return error instanceof Error ? error.message : JSON.stringify(error);
}

async function carryOut(selection: RedriveSelection, json: boolean) {
  const steps: RedriveStep[] = [];
  const total = (await planRedrive(selection)).length;
  const bar = progressBar("redriving", total);
  for await (const step of redrive(selection)) bar.to(steps.push(step));
  bar.end();
  return show(steps, json);
}

async function moveByTask(json: boolean) {
  const task = redriveByTask();
  let bar: ReturnType<typeof progressBar> | undefined;
  let step = await task.next();
  for (; !step.done; step = await task.next())
    (bar ??= progressBar("moving", step.value.total)).to(step.value.moved);
  bar?.end();
  console.log(json ? JSON.stringify(step.value) : `${step.value.moved} messages were moved.`);
  return 0;
}
