import type { Emulator } from "../../packages/local/src/emulator/types.ts";
import { startProxy } from "../../packages/local/src/proxy.ts";
import { startStack, type StackOptions } from "../../packages/local/src/stack.ts";
import { localTokens, type ApiToken } from "./tokens.ts";

/** What sst.config.ts returns, as this app's scripts and tests use it. */
export interface Outputs {
  /** The function URL as AWS would name it; reach it by `apiUrl`. */
  api: string;
  staging: string;
  archive: string;
  ledger: string;
  uploads: string;
  undelivered: string;
  expirations: string;
  deadLetters: string;
  uploadRecords: string;
  uploadRole: string;
  alarms: string;
  /** Names of the functions that keep state, and of where two of them do. */
  visit: string;
  visits: string;
  configuration: string;
  primes: string;
  scheduler: string;
  orchestrator: string;
  scavenger: string;
  assistant: string;
  hashtags: string;
  hashtagCounts: string;
  rehearsal: string;
  deadTasks: string;
  /** What orchestration's functions are told by their environment. */
  orchestration: Readonly<Record<string, string>>;
  stateBucket: string;
  stateTable: string;
}

/** This app on an emulator. */
export interface LocalApp {
  emulator: Emulator;
  outputs: Outputs;
  /** On 127.0.0.1, without a slash at the end. */
  apiUrl: string;
  tokens: ApiToken[];
  /** How many resources were created, updated, kept and removed, and how long it took. */
  deployment: Awaited<ReturnType<typeof startStack>>["deployment"];
  /** Leaves the emulator and the app on it running. */
  readonly leave: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

type Options = Partial<Pick<StackOptions, "emulator" | "onChange">> & {
  root?: string;
  apiPort?: number;
};

/** Starts the emulator and deploys this app to it as stage `local`; its API answers at `apiUrl`. */
export async function startLocalApp({
  root = process.cwd(),
  apiPort,
  ...rest
}: Options = {}): Promise<LocalApp> {
  const tokens = await localTokens(root);
  const secrets = { ApiTokens: JSON.stringify(tokens) };
  const { emulator, deployment, stop } = await startStack({
    root,
    stage: "local",
    secrets,
    ...rest,
  });
  const outputs = deployment.outputs as unknown as Outputs;
  const proxy = await startProxy(outputs.api, emulator.endpoint, { port: apiPort, below: "/api" });
  return {
    emulator,
    deployment,
    outputs,
    tokens,
    apiUrl: proxy.url,
    leave: proxy.stop,
    stop: async () => {
      await proxy.stop();
      await stop();
    },
  };
}
