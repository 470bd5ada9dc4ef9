import { SQSClient } from "@aws-sdk/client-sqs";
import { lazy } from "../../lazy.ts";
import { clientConfig, equip } from "../config.ts";

/** One client of SQS for a process. */
export const sqsClient = /* @__PURE__ */ lazy(() =>
  // By default the SDK sends to the queue URL's own host, which an emulator may name as real AWS.
  equip(new SQSClient({ ...clientConfig(), useQueueUrlAsEndpoint: false })),
);
