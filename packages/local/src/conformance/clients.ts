import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Keys;
  /** Milliseconds that the caller's clock is off. */
  readonly systemClockOffset?: number;
}

export type Clients = ReturnType<typeof clientsFor>;

const say = () => undefined;
// The SDK warns of requests that are odd on purpose here.
const silent = { trace: say, debug: say, info: say, warn: say, error: say };

/** One client of each service; a refusal is seen as it is, without retries. */
export function clientsFor(options: ClientOptions) {
  const { sessionToken, ...keys } = options.credentials;
  const credentials = sessionToken === undefined ? keys : { ...keys, sessionToken };
  const config = { ...options, credentials, maxAttempts: 1, logger: silent };
  const s3 = { ...config, forcePathStyle: true };
  return {
    s3: new S3Client({
      ...s3,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    /** With the checksums that the SDK adds by itself. */
    s3WithChecksums: new S3Client(s3),
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    dynamodb: new DynamoDBClient(config),
    lambda: new LambdaClient(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    sns: new SNSClient(config),
    events: new EventBridgeClient(config),
    scheduler: new SchedulerClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    ssm: new SSMClient(config),
  };
}

export function destroyClients(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}
