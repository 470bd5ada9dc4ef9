import {
  CreateFunctionCommand,
  ListFunctionsCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zip } from "../../packages/local/src/conformance/make/zip.ts";
import { clients } from "./stack.ts";

/** Makes a function that does nothing, with a role of the app's; returns its name when it is settled. */
export async function makeIdleFunction(
  FunctionName: string,
  variables?: Record<string, string>,
): Promise<string> {
  const { lambda } = clients();
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: Functions[0]?.Role,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile: zip({ "index.mjs": "export const handler = () => null;" }) },
      ...(variables && { Environment: { Variables: variables } }),
    }),
  );
  const limits = { client: lambda, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(limits, { FunctionName });
  return FunctionName;
}
