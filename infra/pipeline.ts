import { stage } from "./stage";
import { archive, staging } from "./storage";

/** Where every uploaded version is, and who holds it. */
export const ledger = new sst.aws.Dynamo("Ledger", {
  fields: {
    key: "string",
    version: "string",
    owner: "string",
    owner_state: "string",
    received_at: "number",
  },
  ttl: "expires_at",
  primaryIndex: { hashKey: "key", rangeKey: "version" },
  globalIndexes: {
    by_owner: { hashKey: "owner", rangeKey: "received_at" },
    by_state: { hashKey: "owner_state", rangeKey: "received_at" },
  },
  deletionProtection: stage.deletionProtection,
});

const fortnight = { transform: { queue: { messageRetentionSeconds: 14 * 86_400 } } };

/** Where a message rests that nobody could handle, until a person redrives it. */
export const deadLetters = new sst.aws.Queue("TransformDeadLetters", fortnight);

/** Messages the transform gave up on, on their way to the ledger and then to the dead letters. */
export const undelivered = new sst.aws.Queue("UploadsUndelivered", {
  ...fortnight,
  visibilityTimeout: "2 minutes",
  dlq: { queue: deadLetters.arn, retry: 5 },
});

/** Retries are counted in the ledger; the queue's own limit is several times that, for busy leases. */
export const uploads = new sst.aws.Queue("Uploads", {
  ...fortnight,
  visibilityTimeout: "30 minutes", // six times the transform's 5
  dlq: { queue: undelivered.arn, retry: 25 },
});

// By hand: `link` would grant s3:*, dynamodb:* and sqs:*.
const takeStaging = {
  actions: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectTagging",
    "s3:GetObjectVersionTagging",
    "s3:DeleteObjectVersion",
  ],
  resources: [$interpolate`${staging.arn}/*`],
};
const listBoth = {
  actions: ["s3:ListBucket", "s3:ListBucketVersions"],
  resources: [staging.arn, archive.arn],
};
const fillArchive = {
  actions: [
    "s3:PutObject",
    "s3:PutObjectTagging",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:AbortMultipartUpload",
  ],
  resources: [$interpolate`${archive.arn}/*`],
};
const keepLedger = {
  actions: ["dynamodb:UpdateItem", "dynamodb:GetItem"],
  resources: [ledger.arn],
};
const extendVisibility = {
  actions: ["sqs:ChangeMessageVisibility"],
  resources: [uploads.arn],
};
const parkMessages = { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] };

uploads.subscribe(
  {
    handler: "packages/functions/src/transform.handler",
    timeout: "5 minutes",
    memory: "1769 MB",
    nodejs: { minify: true },
    environment: {
      STAGE: $app.stage,
      STAGING_BUCKET: staging.name,
      ARCHIVE_BUCKET: archive.name,
      LEDGER_TABLE: ledger.name,
      UPLOADS_QUEUE_URL: uploads.url,
      DEAD_LETTERS_QUEUE_URL: deadLetters.url,
    },
    permissions: [takeStaging, listBoth, fillArchive, keepLedger, extendVisibility, parkMessages],
    logging: { retention: stage.logRetention },
  },
  { batch: { size: 10, window: "0 seconds", partialResponses: true } },
);

staging.notify({
  notifications: [{ name: "Uploads", queue: uploads, events: ["s3:ObjectCreated:*"] }],
});
