import { startEmulator } from "./emulator/start.ts";
import type { Emulator, EmulatorOptions } from "./emulator/types.ts";
import { deployApart } from "./deploy/apart.ts";
import { cacheFolder, type Deployment, type DeployOptions } from "./deploy/deploy.ts";
import type { Target } from "./provider/aws.ts";

export interface StackOptions extends Pick<
  DeployOptions,
  "root" | "stage" | "secrets" | "onChange"
> {
  emulator?: Omit<EmulatorOptions, "folder">;
}

/** A project that runs on an emulator. */
export interface Stack {
  emulator: Emulator;
  deployment: Deployment;
  /** Stops what this run started; an emulator that was there before goes on. */
  readonly stop: () => Promise<void>;
}

/** Starts an emulator, or takes the one that is there, and deploys the project to it. Throws errors of `LocalError`. */
export async function startStack({
  root,
  emulator: wanted,
  ...rest
}: StackOptions): Promise<Stack> {
  const emulator = await startEmulator({ ...wanted, folder: cacheFolder(root) });
  try {
    const deployment = await deployApart({ root, target: targetOf(emulator), ...rest });
    return { emulator, deployment, stop: () => emulator.stop() };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

/** Where a deployment to `emulator` goes. */
export function targetOf({ endpoint, functionEndpoint, region, env }: Emulator): Target {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = "test",
    AWS_SECRET_ACCESS_KEY: secretAccessKey = "test",
  } = env;
  return { endpoint, functionEndpoint, region, credentials: { accessKeyId, secretAccessKey } };
}
