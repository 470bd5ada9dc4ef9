import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { build } from "esbuild";
import { zip } from "../../../packages/local/src/conformance/make/zip.ts";
import type { World } from "./world.ts";

interface Names {
  readonly staging: string;
  readonly archive: string;
  readonly queueArn: string;
  readonly isBare: boolean;
}

/** The plain handler's role, its function and its queue's mapping; memory, batches and time as the transform's. */
export async function deployPlainFunction(name: string, names: Names, world: World) {
  const { lambda, functionEndpoint } = world;
  const { archive, queueArn: EventSourceArn, isBare } = names;
  const endpoint: Record<string, string> = functionEndpoint
    ? { AWS_ENDPOINT_URL: functionEndpoint }
    : {};
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: await makeRole(name, names, world),
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 300,
      MemorySize: 1769,
      Code: { ZipFile: zip({ "index.mjs": await bundlePlain() }) },
      Environment: { Variables: { ARCHIVE_BUCKET: archive, BARE: String(isBare), ...endpoint } },
    }),
  );
  const mapping = { FunctionName: name, EventSourceArn, BatchSize: 10 };
  await lambda.send(new CreateEventSourceMappingCommand(mapping));
}

async function makeRole(RoleName: string, { staging, archive, queueArn }: Names, world: World) {
  const iam = new IAMClient(world.config);
  const lambda = { Service: "lambda.amazonaws.com" };
  const trust = { Effect: "Allow", Principal: lambda, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = policy([trust]);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const grants = [
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: [staging, archive].map((bucket) => `arn:aws:s3:::${bucket}/*`),
    },
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: [queueArn],
    },
  ];
  const PolicyDocument = policy(grants);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: RoleName, PolicyDocument }));
  return Role?.Arn;
}

const policy = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

async function bundlePlain() {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/plain-handler.ts`],
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    banner: {
      js: `import { createRequire } from "module"; const require = createRequire(import.meta.url);`,
    },
  });
  return outputFiles[0]?.text ?? "";
}
