import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { build } from "esbuild";
import { zip } from "../../packages/local/src/conformance/make/zip.ts";

interface Shop {
  s3: S3Client;
  sqs: SQSClient;
  config: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  functionEndpoint: string | undefined;
}

/** Deploys the plain copy-and-delete handler with a queue and buckets of its own, set as the pipeline's are. */
export async function deployPlain({ s3, sqs, config, functionEndpoint }: Shop) {
  const id = crypto.randomUUID().slice(0, 8);
  const [staging, archive] = [`plain-staging-${id}`, `plain-archive-${id}`];
  for (const Bucket of [staging, archive]) await s3.send(new CreateBucketCommand({ Bucket }));
  const queueArn = `arn:aws:sqs:${config.region}:000000000000:plain-${id}`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
      },
    ],
  });
  await sqs.send(
    new CreateQueueCommand({
      QueueName: `plain-${id}`,
      Attributes: { VisibilityTimeout: "1800", Policy },
    }),
  );
  await deployFunction(`plain-${id}`, { config, functionEndpoint, archive, staging, queueArn });
  const QueueConfigurations = [{ QueueArn: queueArn, Events: ["s3:ObjectCreated:*" as const] }];
  const NotificationConfiguration = { QueueConfigurations };
  await s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: staging, NotificationConfiguration }),
  );
  await sleep(500);
  return { staging, archive };
}

interface Names {
  config: Shop["config"];
  functionEndpoint: string | undefined;
  staging: string;
  archive: string;
  queueArn: string;
}

async function deployFunction(
  FunctionName: string,
  { config, functionEndpoint, staging, archive, queueArn }: Names,
) {
  const iam = new IAMClient(config);
  const trust = {
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: FunctionName, AssumeRolePolicyDocument }),
  );
  const objects = [staging, archive].map((bucket) => `arn:aws:s3:::${bucket}/*`);
  const Statement = [
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: objects,
    },
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: [queueArn],
    },
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: FunctionName, PolicyName: "plain", PolicyDocument }),
  );
  const lambda = new LambdaClient(config);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: Role?.Arn,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 300,
      MemorySize: 1769,
      Code: { ZipFile: zip({ "index.mjs": await bundlePlain() }) },
      Environment: {
        Variables: {
          ARCHIVE_BUCKET: archive,
          ...(functionEndpoint ? { AWS_ENDPOINT_URL: functionEndpoint } : {}),
        },
      },
    }),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: queueArn, BatchSize: 10 }),
  );
}

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
