import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  InvokeCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { type World } from "../world.ts";
import { makeRole, type Statement } from "./role.ts";
import { type MadeQueue } from "./queue.ts";
import { sendModule } from "./send.ts";
import { zip } from "./zip.ts";

export interface MadeFunction {
  readonly name: string;
  readonly arn: string;
}

interface FunctionOptions extends Partial<Omit<CreateFunctionCommandInput, "Code" | "Role">> {
  readonly statements?: readonly Statement[];
  /** Where `await tell(text)` in the body sends to. */
  readonly tells?: MadeQueue;
}

/**
 * A new function of Node 24 whose handler's body is `body` (of `event` and `context`), ready to be
 * invoked.
 */
export async function makeFunction(
  world: World,
  body: string,
  { statements = [], tells, ...options }: FunctionOptions = {},
): Promise<MadeFunction> {
  const FunctionName = world.name("function");
  const telling = tells === undefined ? [] : [{ Action: "sqs:SendMessage", Resource: tells.arn }];
  const { FunctionArn = "" } = await world.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: await makeRole(world, [...statements, ...telling]),
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 10,
      MemorySize: 256,
      ...options,
      Code: { ZipFile: codeOf(body, tells) },
    }),
  );
  world.onEnd(() => world.lambda.send(new DeleteFunctionCommand({ FunctionName })));
  const limits = { client: world.lambda, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 };
  await waitUntilFunctionActiveV2(limits, { FunctionName });
  return { name: FunctionName, arn: FunctionArn };
}

/** The zip of such a function. */
export function codeOf(body: string, tells?: MadeQueue): Uint8Array {
  const url = JSON.stringify(tells?.url ?? "");
  return zip({
    "index.mjs": `import { send } from "./send.mjs";
const tell = (text) => send(${url}, text);
export const handler = async (event, context) => {
${body}
};
`,
    "send.mjs": sendModule,
  });
}

/** Invokes and waits for the answer: what the handler returned, and whether it failed. */
export async function invoke(
  { lambda }: World,
  FunctionName: string,
  event: unknown = {},
): Promise<{ result: unknown; error: string | undefined }> {
  const Payload = JSON.stringify(event);
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  const text = answer.Payload?.transformToString() ?? "";
  return { result: text === "" ? undefined : JSON.parse(text), error: answer.FunctionError };
}
