/**
 * List prices of us-east-1 in US dollars, before any free tier, as of 1 October 2025.
 *
 * Only what requests and running code cost: storage, transfer and idle alarms are not here.
 * Sources: the price pages of S3 (Standard), DynamoDB (on-demand, Standard class), SQS
 * (standard queues), Lambda, EventBridge Scheduler and SNS.
 */
export const prices = {
  asOf: "2025-10-01",
  region: "us-east-1",
  /** A request of each kind. */
  s3Put: 0.005 / 1_000,
  s3Get: 0.000_4 / 1_000,
  s3Free: 0,
  /** A request unit of on-demand capacity. */
  dynamoRead: 0.125 / 1_000_000,
  dynamoWrite: 0.625 / 1_000_000,
  /** A request of up to 64 KB. */
  sqs: 0.4 / 1_000_000,
  sns: 0.5 / 1_000_000,
  lambdaRequest: 0.2 / 1_000_000,
  lambdaGbSecond: { x86_64: 0.000_016_666_7, arm64: 0.000_013_333_4 },
  /** One firing of a schedule. */
  scheduler: 1 / 1_000_000,
  sts: 0,
} as const;
