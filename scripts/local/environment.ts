import { readFile } from "node:fs/promises";
import path from "node:path";
import { cacheFolder, openState } from "../../packages/local/src/deploy/deploy.ts";
import { readRecord } from "../../packages/local/src/emulator/record.ts";
import { startEmulator } from "../../packages/local/src/emulator/start.ts";
import { targetOf } from "../../packages/local/src/stack.ts";
import { UsageError } from "../cli/command.ts";
import type { Outputs } from "./stack.ts";

/**
 * Sets the environment that core's settings are read from: names of the local stage, or those the last
 * `sst deploy` left in `.sst/outputs.json`. What is set already stays.
 *
 * Throws `UsageError` where there is nothing to take them from.
 */
export async function setEnvironment({
  local,
  root = process.cwd(),
}: {
  local: boolean;
  root?: string;
}) {
  const found = local ? await localNames(root) : await deployedNames(root);
  for (const [name, value] of Object.entries(found)) process.env[name] ??= value;
}

/** What a shell needs to work with the local stage: the emulator's address and keys, each output by its name. */
export async function localVariables(root: string): Promise<Record<string, string>> {
  const { env, outputs } = await localStage(root);
  const named = Object.entries(outputs).flatMap(([name, value]) =>
    typeof value === "string" ? [[variableOf(name), value] as const] : [],
  );
  return { ...env, ...namesIn(outputs), ...Object.fromEntries(named) };
}

/** `hashtagCounts` is HASHTAG_COUNTS. Pure. */
export const variableOf = (output: string): string =>
  output.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

async function localNames(root: string) {
  const { env, outputs } = await localStage(root);
  return { ...env, ...namesIn(outputs) };
}

async function localStage(root: string) {
  const folder = cacheFolder(root);
  const isGiven = Boolean(process.env["AWS_ENDPOINT_URL"]);
  if (!isGiven && !(await readRecord(folder)))
    throw new UsageError("No local stack runs here. Start one: npm run dev");
  const emulator = await startEmulator({ folder });
  const { outputs } = await openState(root, "local", targetOf(emulator));
  return { env: emulator.env, outputs };
}

async function deployedNames(root: string) {
  try {
    const text = await readFile(path.join(root, ".sst", "outputs.json"), "utf8");
    return namesIn(JSON.parse(text) as Record<string, unknown>);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    if (process.env["LEDGER_TABLE"] || process.env["TASKS_TABLE"]) return {};
    throw new UsageError(
      "Nothing was deployed from here (.sst/outputs.json). Use --local for the local stack.",
    );
  }
}

function namesIn(outputs: Partial<Outputs>): Record<string, string> {
  if (!outputs.ledger) throw new UsageError("The app is not deployed there yet: npm run dev");
  return {
    STAGING_BUCKET: outputs.staging ?? "",
    ARCHIVE_BUCKET: outputs.archive ?? "",
    LEDGER_TABLE: outputs.ledger,
    UPLOADS_QUEUE_URL: outputs.uploads ?? "",
    DEAD_LETTERS_QUEUE_URL: outputs.deadLetters ?? "",
    UPLOAD_RECORDS_TABLE: outputs.uploadRecords ?? "",
    ...outputs.orchestration,
  };
}
