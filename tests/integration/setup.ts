import type { TestProject } from "vitest/node";
import { startLocalApp, type LocalApp } from "../../scripts/local/stack.ts";

/** What every integration test is told of the one app that all of them use. */
export interface SharedStack extends Pick<LocalApp, "apiUrl" | "outputs" | "tokens"> {
  endpoint: string;
  region: string;
  kind: LocalApp["emulator"]["kind"];
  enforcesIam: boolean;
  firesSchedules: boolean;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: SharedStack;
  }
}

/** Deploys the app once for all test files, to an emulator of their own or to the one at AWS_ENDPOINT_URL. */
export default async function setup(project: TestProject) {
  const app = await startLocalApp({ emulator: { reuse: false } });
  const { emulator, apiUrl, outputs, tokens } = app;
  const { AWS_ACCESS_KEY_ID = "test", AWS_SECRET_ACCESS_KEY = "test" } = emulator.env;
  project.provide("stack", {
    apiUrl,
    outputs,
    tokens,
    endpoint: emulator.endpoint,
    region: emulator.region,
    kind: emulator.kind,
    enforcesIam: emulator.enforcesIam,
    firesSchedules: emulator.firesSchedules,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  return () => app.stop();
}
