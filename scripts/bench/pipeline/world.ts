import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { startLocalApp, type LocalApp } from "../../local/stack.ts";
import type { Say } from "../benchmark.ts";
import type { Way } from "./travel.ts";

/** The app on an emulator of its own, and its administrator's clients. */
export interface World {
  readonly app: LocalApp;
  /** The app's own buckets and queue. */
  readonly pipeline: Way;
  readonly config: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly functionEndpoint: string | undefined;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
}

/** To be ended by `app.stop()`. */
export async function startWorld(say: Say): Promise<World> {
  const app = await startLocalApp({ emulator: { reuse: false, onProgress: say } });
  const { endpoint, region, functionEndpoint, env } = app.emulator;
  const credentials = {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "",
  };
  const config = { endpoint, region, credentials };
  const { staging, archive, uploads: queue } = app.outputs;
  return {
    app,
    pipeline: { staging, archive, queue },
    config,
    functionEndpoint,
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    lambda: new LambdaClient(config),
  };
}
