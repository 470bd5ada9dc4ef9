import { planReplay, replay, type PlannedReplay } from "@switchyard/core/pipeline/replay.ts";
import { runCommand } from "./cli/command.ts";
import { progressBar } from "./cli/progress.ts";
import { selectionOf, selectionOptions, selectionUsage } from "./cli/selection.ts";
import { formatTable } from "./cli/table.ts";
import { setEnvironment } from "./local/environment.ts";

const usage = `npm run replay -- [filters] [--from-archive] [--yes] [--local] [--json]

Announces files again. Without --yes it only shows what it would do. What is live or done is left alone.

${selectionUsage}
  --from-archive    also files that are done: they go through the pipeline once more, as new uploads
  --yes             do it
  --local           on the local stack; else on what was deployed last, or what the environment names
  --json            print the plan or the summary as JSON

Without a filter: every file in state failed. Exit codes: 0 done, 1 some failed, 2 wrong usage.`;

const options = {
  ...selectionOptions,
  "from-archive": { type: "boolean" },
  yes: { type: "boolean" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

await runCommand({
  usage,
  options,
  run: async (given) => {
    const isFiltered = Object.keys(selectionOptions).some((option) => option in given);
    const selection = selectionOf(isFiltered ? given : { state: "failed" });
    await setEnvironment({ local: given.local ?? false });
    const plan = await planReplay({ ...selection, fromArchive: given["from-archive"] ?? false });
    if (!given.yes) return show(plan, given.json ?? false);
    return carryOut(plan, given.json ?? false);
  },
});

function show(plan: readonly PlannedReplay[], json: boolean) {
  const rows = plan.map(({ upload, state, decision }) => ({
    key: upload.key,
    version: upload.version,
    state,
    action: decision.action,
  }));
  if (json) console.log(JSON.stringify(rows, undefined, 2));
  else console.log(`${formatTable(rows)}\n\n${countsOf(rows)}. Nothing was done; --yes does it.`);
  return 0;
}

function countsOf(rows: readonly { action: string }[]) {
  const counts = Map.groupBy(rows, ({ action }) => action);
  return [
    `${rows.length} files`,
    ...[...counts].map(([action, of]) => `${action}: ${of.length}`),
  ].join(", ");
}

async function carryOut(plan: readonly PlannedReplay[], json: boolean) {
  const bar = progressBar("replaying", plan.length);
  const steps = replay(plan);
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) bar.to(step.value.done, step.value.item.upload.key);
  bar.end();
  const { failed, ...counts } = step.value;
  const failures = failed.map(({ item, result }) => ({
    key: item.upload.key,
    version: item.upload.version,
    error: result.kind === "failed" ? String(result.error) : "",
  }));
  if (json) console.log(JSON.stringify({ ...counts, failed: failures }, undefined, 2));
  else
    console.log(
      `announced: ${counts.announced}, copied back: ${counts.copiedBack}, left alone: ${counts.leftAlone}, failed: ${failed.length}`,
    );
  if (!json && failures.length > 0) console.error(formatTable(failures));
  return failed.length > 0 ? 1 : 0;
}
