import { createHash } from "node:crypto";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  type Architecture,
  type LogFormat,
  type LoggingConfig,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { unlessMissing, type Aws } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { arn } from "./arn.ts";

interface LambdaFunction {
  name: string;
  description?: string;
  role: string;
  handler: string;
  runtime: Runtime;
  timeout: number;
  memorySize: number;
  ephemeralStorage?: { size: number };
  architectures?: Architecture[];
  environment: { variables: Record<string, string> };
  loggingConfig?: { logFormat: LogFormat; logGroup: string };
  s3Bucket: string;
  s3Key: string;
}

export const lambdaFunction: ResourceType = {
  honours: [
    "name",
    "description",
    "role",
    "handler",
    "runtime",
    "timeout",
    "memorySize",
    "environment.variables",
    "s3Bucket",
    "s3Key",
    "ephemeralStorage.size",
    "architectures",
    "loggingConfig.logFormat",
    "loggingConfig.logGroup",
  ],
  leavesOut: {
    packageType: "always Zip here: container images need a Docker engine",
    publish: "versions and aliases of functions are not used locally",
  },
  replaces: ["name"],
  outputs: ({ name }, where) => {
    const functionArn = arn(where, "lambda", "function", name);
    return {
      id: String(name),
      name,
      arn: functionArn,
      qualifiedArn: `${functionArn}:$LATEST`,
      invokeArn: `arn:aws:apigateway:${where.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      version: "$LATEST",
    };
  },
  put: async (inputs, aws, existing) => {
    const wanted = inputs as unknown as LambdaFunction;
    const FunctionName = wanted.name;
    const found = await unlessMissing(
      aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    );
    if (found) await update(wanted, aws, existing?.inputs);
    else await create(wanted, aws);
  },
  remove: async ({ id }, { lambda }) => {
    await unlessMissing(lambda.send(new DeleteFunctionCommand({ FunctionName: id })));
  },
  observe: async ({ id, inputs }, aws) => {
    const found = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: id }));
    const { AWS_ENDPOINT_URL: _added, ...variables } = found.Environment?.Variables ?? {};
    return {
      name: found.FunctionName,
      description: found.Description,
      role: found.Role,
      handler: found.Handler,
      runtime: found.Runtime,
      timeout: found.Timeout,
      memorySize: found.MemorySize,
      environment: { variables },
      loggingConfig: observedLogging(inputs, found.LoggingConfig),
      ...(inputs["architectures"] ? { architectures: found.Architectures } : {}),
      ...(inputs["ephemeralStorage"]
        ? { ephemeralStorage: { size: found.EphemeralStorage?.Size } }
        : {}),
      ...(await observedCode(inputs, found.CodeSha256, aws)),
    };
  },
};

/** What the program leaves unset is AWS's own choice. */
function observedLogging(inputs: Properties, found: LoggingConfig | undefined) {
  const wanted = (inputs["loggingConfig"] ?? {}) as Partial<LambdaFunction["loggingConfig"]>;
  return {
    ...(wanted?.logFormat ? { logFormat: found?.LogFormat } : {}),
    ...(wanted?.logGroup ? { logGroup: found?.LogGroup } : {}),
  };
}

/** Lambda doesn't say where the code came from, but what it hashes to. */
async function observedCode(
  { s3Bucket, s3Key }: Properties,
  codeSha256: string | undefined,
  { s3 }: Aws,
): Promise<Properties> {
  const code = new GetObjectCommand({ Bucket: String(s3Bucket), Key: String(s3Key) });
  const content = await unlessMissing(s3.send(code));
  const bytes = (await content?.Body?.transformToByteArray()) ?? new Uint8Array();
  const isIt = createHash("sha256").update(bytes).digest("base64") === codeSha256;
  return { s3Bucket, s3Key: isIt ? s3Key : `other code, of hash ${codeSha256}` };
}

const waiting = { maxWaitTime: 60, minDelay: 0.05, maxDelay: 1 };

async function create(wanted: LambdaFunction, aws: Aws) {
  const Code = { S3Bucket: wanted.s3Bucket, S3Key: wanted.s3Key };
  const Architectures = wanted.architectures;
  await aws.lambda.send(
    new CreateFunctionCommand({ ...configuration(wanted, aws), Architectures, Code }),
  );
  await waitUntilFunctionActiveV2(
    { client: aws.lambda, ...waiting },
    { FunctionName: wanted.name },
  );
}

/** Code is sent only when its name, which holds its hash, is another than before. */
async function update(wanted: LambdaFunction, aws: Aws, before: Properties | undefined) {
  const FunctionName = wanted.name;
  const settled = () =>
    waitUntilFunctionUpdatedV2({ client: aws.lambda, ...waiting }, { FunctionName });
  if (before?.["s3Key"] !== wanted.s3Key) {
    const code = { FunctionName, S3Bucket: wanted.s3Bucket, S3Key: wanted.s3Key };
    await aws.lambda.send(new UpdateFunctionCodeCommand(code));
    await settled();
  }
  await aws.lambda.send(new UpdateFunctionConfigurationCommand(configuration(wanted, aws)));
  await settled();
}

function configuration(wanted: LambdaFunction, { functionEndpoint }: Aws) {
  const address: Record<string, string> = functionEndpoint
    ? { AWS_ENDPOINT_URL: functionEndpoint }
    : {};
  return {
    FunctionName: wanted.name,
    Description: wanted.description ?? "",
    Role: wanted.role,
    Handler: wanted.handler,
    Runtime: wanted.runtime,
    Timeout: wanted.timeout,
    MemorySize: wanted.memorySize,
    EphemeralStorage: wanted.ephemeralStorage && { Size: wanted.ephemeralStorage.size },
    LoggingConfig: wanted.loggingConfig && {
      LogFormat: wanted.loggingConfig.logFormat,
      LogGroup: wanted.loggingConfig.logGroup,
    },
    Environment: { Variables: { ...wanted.environment.variables, ...address } },
  };
}
