import type { ResourceType } from "./resource-type.ts";
import { metricAlarm, topic } from "./resources/alarms.ts";
import { table } from "./resources/dynamodb.ts";
import { role } from "./resources/iam.ts";
import {
  eventInvokeConfig,
  eventSourceMapping,
  functionUrl,
  permission,
  recursionConfig,
} from "./resources/lambda-triggers.ts";
import { lambdaFunction } from "./resources/lambda.ts";
import { logGroup } from "./resources/logs.ts";
import { randomBytesType } from "./resources/random.ts";
import {
  bucketCors,
  bucketEncryption,
  bucketLifecycle,
  bucketNotification,
} from "./resources/s3-rules.ts";
import {
  bucket,
  bucketObject,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketVersioning,
} from "./resources/s3.ts";
import { schedule } from "./resources/scheduler.ts";
import { queue, queuePolicy } from "./resources/sqs.ts";

/** Every resource type the local stack makes, by Pulumi's name. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  "aws:dynamodb/table:Table": table,
  "aws:iam/role:Role": role,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": eventInvokeConfig,
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": recursionConfig,
  "aws:lambda/functionUrl:FunctionUrl": functionUrl,
  "aws:lambda/permission:Permission": permission,
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": bucketCors,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycle,
  "aws:s3/bucketNotification:BucketNotification": bucketNotification,
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketObject,
  "aws:s3/bucketPolicy:BucketPolicy": bucketPolicy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    bucketEncryption,
  "aws:s3/bucketVersioning:BucketVersioning": bucketVersioning,
  "aws:scheduler/schedule:Schedule": schedule,
  "aws:sns/topic:Topic": topic,
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": queuePolicy,
  "random:index/randomBytes:RandomBytes": randomBytesType,
};

/** Types that make no sense on a laptop, each with the reason. They answer plausible outputs and nothing is made. */
export const notCreated: Readonly<Record<string, string>> = {
  "aws:budgets/budget:Budget": "a laptop has no bill",
  "command:local:Command": "it has been run; there is nothing to make",
  ...Object.fromEntries(
    [
      "aws:cloudfront/cachePolicy:CachePolicy",
      "aws:cloudfront/distribution:Distribution",
      "aws:cloudfront/function:Function",
      "aws:cloudfront/keyValueStore:KeyValueStore",
      "aws:cloudfront/originAccessControl:OriginAccessControl",
      "pulumi-nodejs:dynamic:Resource",
    ].map((type) => [type, "no emulator serves a site by CloudFront; Vite does"]),
  ),
  "pulumi:providers:aws": "the emulator's own clients stand in for the provider",
};
