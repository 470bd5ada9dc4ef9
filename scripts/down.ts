import { cacheFolder, destroy } from "../packages/local/src/deploy/deploy.ts";
import { GivenEndpointError } from "../packages/local/src/emulator/errors.ts";
import { readRecord } from "../packages/local/src/emulator/record.ts";
import { stopRecorded } from "../packages/local/src/emulator/reuse.ts";
import { startEmulator } from "../packages/local/src/emulator/start.ts";
import { targetOf } from "../packages/local/src/stack.ts";
import { runCommand } from "./cli/command.ts";

const usage = `npm run local:down [-- --stage <stage>]

Removes everything of the local stage from the emulator (the one at AWS_ENDPOINT_URL, else the one that a run here
left), then stops the emulator if it was started from here. What was uploaded goes as well.

  --stage  default: local

Exit codes: 0 done, also when nothing runs; 1 something could not be removed; 2 wrong usage.`;

await runCommand({
  usage,
  options: { stage: { type: "string", default: "local" } },
  run: async ({ stage }) => {
    const root = process.cwd();
    const folder = cacheFolder(root);
    const removed = await removeStage(root, stage);
    console.log(
      removed === undefined
        ? "No emulator runs: nothing to remove."
        : `Removed ${removed} resources of the stage ${stage}.`,
    );
    // One at AWS_ENDPOINT_URL is somebody else's, but one that was started here ends in any case.
    const { name, endpoint } = (await readRecord(folder)) ?? {};
    if (await stopRecorded(folder)) console.log(`Stopped ${name} at ${endpoint}.`);
  },
});

/** How many resources went; undefined where no emulator runs. Starts none. */
async function removeStage(root: string, stage: string) {
  const folder = cacheFolder(root);
  const isGiven = Boolean(process.env["AWS_ENDPOINT_URL"]);
  if (!isGiven && !(await isRecordedRunning(folder))) return undefined;
  try {
    const emulator = await startEmulator({ folder });
    const onChange = (_: string, type: string, name: string) => console.log(`  ${name} (${type})`);
    const count = await destroy({ root, stage, target: targetOf(emulator), onChange });
    await emulator.stop();
    return count;
  } catch (error) {
    const isSilent =
      error instanceof GivenEndpointError && error.code === "emulator.endpoint-silent";
    if (!isSilent) throw error;
    console.log(error.message);
    return undefined;
  }
}

async function isRecordedRunning(folder: string) {
  const record = await readRecord(folder);
  if (!record) return false;
  const answer = await fetch(record.endpoint).catch(() => undefined);
  return answer !== undefined;
}
