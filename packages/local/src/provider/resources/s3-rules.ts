import {
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type CORSRule,
  type LifecycleRule,
  type QueueConfiguration,
  type ServerSideEncryption,
} from "@aws-sdk/client-s3";
import { unlessMissing } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { lowerKeys, upperKeys } from "./letter-case.ts";

const ofBucket = {
  replaces: ["bucket"],
  outputs: ({ bucket }: Properties) => ({ id: String(bucket) }),
} as const;

export const bucketCors: ResourceType = {
  ...ofBucket,
  honours: ["bucket", "corsRules"],
  put: async ({ bucket, corsRules }, { s3 }) => {
    const CORSConfiguration = { CORSRules: upperKeys(corsRules) as CORSRule[] };
    await s3.send(new PutBucketCorsCommand({ Bucket: String(bucket), CORSConfiguration }));
  },
  remove: async ({ id }, { s3 }) => {
    await unlessMissing(s3.send(new DeleteBucketCorsCommand({ Bucket: id })));
  },
  observe: async ({ id }, { s3 }) => {
    const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket: id }));
    return { bucket: id, corsRules: lowerKeys(CORSRules) };
  },
};

interface Rule {
  id: string;
  status: "Enabled" | "Disabled";
  filter?: { prefix?: string };
  expiration?: { days?: number };
  noncurrentVersionExpiration?: { noncurrentDays?: number };
  abortIncompleteMultipartUpload?: { daysAfterInitiation?: number };
  transitions?: { days?: number; storageClass: string }[];
}

export const bucketLifecycle: ResourceType = {
  ...ofBucket,
  honours: [
    "bucket",
    "rules[].id",
    "rules[].status",
    "rules[].filter.prefix",
    "rules[].expiration.days",
    "rules[].noncurrentVersionExpiration.noncurrentDays",
    "rules[].abortIncompleteMultipartUpload.daysAfterInitiation",
    "rules[].transitions[].days",
    "rules[].transitions[].storageClass",
  ],
  put: async ({ bucket, rules }, { s3 }) => {
    const Rules = (rules as Rule[]).map(lifecycleRule);
    const LifecycleConfiguration = { Rules };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: String(bucket),
        LifecycleConfiguration,
      }),
    );
  },
  remove: async ({ id }, { s3 }) => {
    await unlessMissing(s3.send(new DeleteBucketLifecycleCommand({ Bucket: id })));
  },
  observe: async ({ id }, { s3 }) => {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: id }));
    return {
      bucket: id,
      rules: Rules?.map(({ ID, ...rest }) => ({ id: ID, ...(lowerKeys(rest) as object) })),
    };
  },
};

function lifecycleRule({ id, filter, ...rest }: Rule): LifecycleRule {
  return {
    ...(upperKeys(rest) as LifecycleRule),
    ID: id,
    Filter: { Prefix: filter?.prefix ?? "" },
  };
}

export const bucketEncryption: ResourceType = {
  ...ofBucket,
  honours: ["bucket", "rules[].applyServerSideEncryptionByDefault.sseAlgorithm"],
  put: async ({ bucket, rules }, { s3 }) => {
    const Rules = (rules as EncryptionRule[]).map((rule) => ({
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: rule.applyServerSideEncryptionByDefault.sseAlgorithm,
      },
    }));
    const ServerSideEncryptionConfiguration = { Rules };
    await s3.send(
      new PutBucketEncryptionCommand({ Bucket: String(bucket), ServerSideEncryptionConfiguration }),
    );
  },
  remove: async ({ id }, { s3 }) => {
    await unlessMissing(s3.send(new DeleteBucketEncryptionCommand({ Bucket: id })));
  },
  observe: async ({ id }, { s3 }) => {
    const { ServerSideEncryptionConfiguration } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket: id }),
    );
    const rules = ServerSideEncryptionConfiguration?.Rules?.map((rule) => ({
      applyServerSideEncryptionByDefault: {
        sseAlgorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
      },
    }));
    return { bucket: id, rules };
  },
};

interface EncryptionRule {
  applyServerSideEncryptionByDefault: { sseAlgorithm: ServerSideEncryption };
}

interface QueueNotification {
  id: string;
  queueArn: string;
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
}

export const bucketNotification: ResourceType = {
  ...ofBucket,
  honours: ["bucket", "queues", "eventbridge"],
  put: async ({ bucket, queues, eventbridge }, { s3 }) => {
    const QueueConfigurations = ((queues ?? []) as QueueNotification[]).map(queueConfiguration);
    const NotificationConfiguration = {
      QueueConfigurations,
      ...(eventbridge ? { EventBridgeConfiguration: {} } : {}),
    };
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: String(bucket),
        NotificationConfiguration,
      }),
    );
  },
  remove: async ({ id }, { s3 }) => {
    const none = { Bucket: id, NotificationConfiguration: {} };
    await unlessMissing(s3.send(new PutBucketNotificationConfigurationCommand(none)));
  },
  observe: async ({ id }, { s3 }) => {
    const found = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: id }));
    const queues = (found.QueueConfigurations ?? []).map(({ Id, QueueArn, Events, Filter }) => ({
      id: Id,
      queueArn: QueueArn,
      events: Events,
      filterPrefix: filterOf(Filter, "prefix"),
      filterSuffix: filterOf(Filter, "suffix"),
    }));
    return {
      bucket: id,
      queues,
      topics: lowerKeys(found.TopicConfigurations),
      lambdaFunctions: lowerKeys(found.LambdaFunctionConfigurations),
      eventbridge: found.EventBridgeConfiguration !== undefined,
    };
  },
};

/** S3 answers the names of filters capitalised. */
function filterOf(filter: QueueConfiguration["Filter"], name: "prefix" | "suffix") {
  return filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value;
}

function queueConfiguration({
  id,
  queueArn,
  events,
  filterPrefix,
  filterSuffix,
}: QueueNotification) {
  const rules = [
    ...(filterPrefix ? [{ Name: "prefix" as const, Value: filterPrefix }] : []),
    ...(filterSuffix ? [{ Name: "suffix" as const, Value: filterSuffix }] : []),
  ];
  return {
    Id: id,
    QueueArn: queueArn,
    Events: events as QueueConfiguration["Events"],
    ...(rules.length > 0 ? { Filter: { Key: { FilterRules: rules } } } : {}),
  };
}
