import path from "node:path";
import { deployApart } from "../packages/local/src/deploy/apart.ts";
import { cacheFolder, openState } from "../packages/local/src/deploy/deploy.ts";
import { startEmulator } from "../packages/local/src/emulator/start.ts";
import type { Emulator } from "../packages/local/src/emulator/types.ts";
import { NoEngineError, readExport, runSst } from "../packages/local/src/parity/sst.ts";
import { compareTwo, observeAll, type Observed } from "../packages/local/src/parity/two.ts";
import { connect } from "../packages/local/src/provider/aws.ts";
import { targetOf } from "../packages/local/src/stack.ts";
import { describeError } from "../packages/local/src/errors.ts";
import { runCommand } from "./cli/command.ts";
import { formatTable } from "./cli/table.ts";

const usage = `npm run parity [-- --json]

Deploys the app twice, to two fresh emulators: by the real \`sst deploy\` with its engine, and by the local stack. Then
compares what both emulators report of every resource, and prints where they differ.

  --json  the differences as JSON

Exit codes: 0 alike, 1 different or failed, 2 wrong usage, 3 SST can't get its engine on this machine.`;

const stage = "parity";
const tokens = "[]";

await runCommand({
  usage,
  options: { json: { type: "boolean", default: false } },
  run: async ({ json }) => {
    const root = process.cwd();
    try {
      // The engine first: without it there is nothing to compare with.
      const bySst = await onFreshEmulator(root, deployBySst);
      const byLocalStack = await onFreshEmulator(root, deployByLocalStack);
      return report(bySst, byLocalStack, json);
    } catch (error) {
      if (!(error instanceof NoEngineError)) throw error;
      console.error(describeError(error));
      return 3;
    }
  },
});

async function onFreshEmulator(
  root: string,
  deploy: (root: string, emulator: Emulator) => Promise<Observed[]>,
) {
  // One at AWS_ENDPOINT_URL is not fresh.
  const environment = { ...process.env, AWS_ENDPOINT_URL: undefined };
  const folder = cacheFolder(root);
  const emulator = await startEmulator({ folder, reuse: false, environment });
  try {
    return await deploy(root, emulator);
  } finally {
    await emulator.stop();
  }
}

async function deployBySst(root: string, emulator: Emulator) {
  const target = targetOf(emulator);
  const options = { root, stage, target, home: path.join(cacheFolder(root), "parity-home") };
  await runSst(["secret", "set", "ApiTokens", tokens], options);
  await runSst(["deploy", "--print-logs"], options);
  return observeAll(readExport(await runSst(["state", "export"], options)), connect(target));
}

async function deployByLocalStack(root: string, emulator: Emulator) {
  const target = targetOf(emulator);
  await deployApart({ root, stage, target, secrets: { ApiTokens: tokens } });
  const state = await openState(root, stage, target);
  return observeAll(
    state.all().map(([, resource]) => resource),
    connect(target),
  );
}

function report(bySst: Observed[], byLocalStack: Observed[], json: boolean) {
  const differences = compareTwo(bySst, byLocalStack);
  if (json) console.log(JSON.stringify(differences, undefined, 2));
  else {
    const rows = differences.map(({ type, name, path: where, wanted, reported }) => ({
      resource: `${name} (${type.split(":").at(-1)})`,
      what: where,
      "by sst deploy": JSON.stringify(wanted) ?? "nothing",
      "by the local stack": JSON.stringify(reported) ?? "nothing",
    }));
    console.log(`${formatTable(rows)}\n\n${bySst.length} resources, ${rows.length} differences.`);
  }
  return differences.length > 0 ? 1 : 0;
}
