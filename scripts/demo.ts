import path from "node:path";
import { progressBar } from "./cli/progress.ts";
import { runCommand } from "./cli/command.ts";
import { apiAt } from "./demo/api.ts";
import { costReport } from "./demo/cost.ts";
import { filesBelow, largeText } from "./demo/files.ts";
import { rowsOf, tableOf } from "./demo/report.ts";
import { callStateFunctions, stateTable } from "./demo/state.ts";
import { costText, readTaskCost } from "./demo/task-cost.ts";
import { tasksReport, tasksText } from "./demo/task-report.ts";
import { runTutorial } from "./demo/tasks.ts";
import { awaitAll, planTrips, uploadAll } from "./demo/travel.ts";
import { ways } from "./demo/ways.ts";
import { startLocalApp, type LocalApp } from "./local/stack.ts";

const usage = `npm run demo [-- [folder] [--emulator ministack|localstack] [--keep] [--json]]

Deploys the app to an emulator on this machine, uploads every file of the folder (default: samples/)
in every way there is, waits until each is in the archive, and prints what became of it. Then it calls
the functions that keep state, and prints what they remember; and it schedules the tutorial's job and
waits until each of its tasks is closed.

  --emulator  which one; default: what is at AWS_ENDPOINT_URL, else MiniStack, else LocalStack in Docker
  --keep      leave the emulator running for the next command
  --json      print rows and totals as JSON

Exit codes: 0 only if everything arrived and every task is done, 1 if not, 2 wrong usage.`;

const options = {
  emulator: { type: "string" },
  keep: { type: "boolean" },
  json: { type: "boolean" },
} as const;

await runCommand({
  usage,
  options,
  allowPositionals: true,
  run: async ({ emulator, keep = false, json = false }, [folder = "samples"]) => {
    const say = (line: string) => void (json || console.error(line));
    const files = [...(await filesBelow(path.resolve(folder))), largeText()];
    const wanted = emulator as "ministack" | "localstack" | undefined;
    const app = await startLocalApp({
      emulator: { emulator: wanted, persistent: keep, onProgress: say },
    });
    process.once("SIGINT", () => void app.stop().then(() => process.exit(130)));
    try {
      say(
        `Deployed ${app.deployment.counts.created} new resources in ${app.deployment.milliseconds} ms.`,
      );
      return await demonstrate(app, files, { json, say });
    } finally {
      await (keep ? app.leave() : app.stop());
    }
  },
});

interface Talk {
  json: boolean;
  say: (line: string) => void;
}

/** Returns the exit code. */
async function demonstrate(
  app: LocalApp,
  files: Parameters<typeof planTrips>[0],
  { json, say }: Talk,
) {
  const [{ token, caller } = { token: "", caller: "" }] = app.tokens;
  const api = apiAt(app.apiUrl, token);
  const trips = planTrips(files, ways);
  const sent = trips.filter(({ refused }) => refused === undefined).length;
  const began = Date.now();
  const uploading = progressBar("uploading", sent);
  await uploadAll(trips, { api, caller, endpoint: app.emulator.endpoint }, uploading.to);
  uploading.end();
  const travelling = progressBar("archiving", sent);
  const allEnded = await awaitAll(trips, api, 60_000, travelling.to);
  travelling.end();
  const milliseconds = Date.now() - began;
  const rows = await rowsOf(trips, api);
  const wrong = trips.filter(
    ({ refused, entry }) => !refused && entry?.state !== "archived",
  ).length;
  const totals = {
    uploads: sent,
    archived: sent - wrong,
    milliseconds,
    ...(await costReport(app, began, sent)),
  };
  const state = await callStateFunctions(app);
  const tasks = await demonstrateTasks(app);
  if (json) console.log(JSON.stringify({ rows, totals, state, tasks }, undefined, 2));
  else {
    const parts = [tableOf(rows, ways.length), totalsText(totals), stateTable(state)];
    console.log([...parts, `${tasksText(tasks)}\n${costText(tasks.cost)}`].join("\n\n"));
  }
  if (!allEnded)
    say(
      "Some files have not arrived after a minute without news; `npm run dev` shows the functions' logs.",
    );
  return wrong === 0 && tasks.complete ? 0 : 1;
}

async function demonstrateTasks(app: LocalApp) {
  const began = Date.now();
  const bar = progressBar("tasks", 36);
  const outcome = await runTutorial(app, { patience: 150_000, onDone: (done) => bar.to(done) });
  bar.end();
  const report = tasksReport(outcome);
  return { ...report, cost: await readTaskCost(app, began, report.done + report.dead) };
}

function totalsText(
  totals: { uploads: number; archived: number; milliseconds: number } & Awaited<
    ReturnType<typeof costReport>
  >,
) {
  const { uploads, archived, milliseconds, requestsPerFile, dollarsPerThousand, pricesOf } = totals;
  return [
    `${archived} of ${uploads} uploads are in the archive, after ${(milliseconds / 1000).toFixed(1)} s.`,
    `The transform made ${requestsPerFile.toFixed(2)} requests a file.`,
    `On AWS a thousand such files cost about $${dollarsPerThousand.toFixed(3)} (transform alone: its requests, ` +
      `capacity units, invocations and running time here; list prices of ${pricesOf}).`,
  ].join("\n");
}
