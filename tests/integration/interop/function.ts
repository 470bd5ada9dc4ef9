import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { build } from "esbuild";
import { zip } from "../../../packages/local/src/conformance/make/zip.ts";
import { clients, stack } from "../stack.ts";

/**
 * Makes a function of `worker.ts`, with the role and the variables of the app's own sample worker:
 * it may tell the deployed assistant how it ends. Resolves to its ARN.
 */
export async function makeWorker(FunctionName: string): Promise<string> {
  const { lambda } = clients();
  const sample = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: stack().outputs.rehearsal }),
  );
  const { FunctionArn = "" } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: sample.Role,
      Environment: { Variables: sample.Environment?.Variables },
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 60,
      MemorySize: 512,
      Code: { ZipFile: zip({ "index.mjs": await bundled() }) },
    }),
  );
  const limits = { client: lambda, maxWaitTime: 30, minDelay: 0.1, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(limits, { FunctionName });
  return FunctionArn;
}

export const removeWorker = (FunctionName: string) =>
  clients().lambda.send(new DeleteFunctionCommand({ FunctionName }));

async function bundled(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: ["tests/integration/interop/worker.ts"],
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node24",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
