import { ledger } from "./ledger";
import { deadLetters, uploads } from "./queues";
import { archive, staging } from "./storage";

// By hand: SST's `link` would grant s3:*, dynamodb:* and sqs:*. Each grant is named here, because SST drops a Sid.

export const takeStaging = {
  actions: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectTagging",
    "s3:GetObjectVersionTagging",
    "s3:DeleteObjectVersion",
  ],
  resources: [$interpolate`${staging.arn}/*`],
};

/** A request that deletes several versions is also asked for this one. It could hide a version, and remove none. */
export const takeSeveral = {
  actions: ["s3:DeleteObject"],
  resources: [$interpolate`${staging.arn}/*`],
};

/** Without it S3 answers 403 for what is missing, and nothing could ever be called gone. */
export const listBuckets = {
  actions: ["s3:ListBucket", "s3:ListBucketVersions"],
  resources: [staging.arn, archive.arn],
};

export const listStaging = { actions: ["s3:ListBucketVersions"], resources: [staging.arn] };

export const fillArchive = {
  actions: [
    "s3:PutObject",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectTagging",
    "s3:GetObjectVersionTagging",
    "s3:AbortMultipartUpload",
  ],
  resources: [$interpolate`${archive.arn}/*`],
};

export const keepLedger = { actions: ["dynamodb:UpdateItem"], resources: [ledger.arn] };

export const readLedger = {
  actions: ["dynamodb:GetItem", "dynamodb:Query"],
  resources: [ledger.arn, $interpolate`${ledger.arn}/index/*`],
};

/** The sweep looks up many files at once, and remembers how far it came. */
export const sweepLedger = {
  actions: ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
  resources: [ledger.arn],
};

/** On AWS `sqs:SendMessage` covers batches; MiniStack asks for the batch by its own name. */
export const announceUploads = {
  actions: ["sqs:SendMessage", "sqs:SendMessageBatch"],
  resources: [uploads.arn],
};

export const countUploads = { actions: ["sqs:GetQueueAttributes"], resources: [uploads.arn] };

export const hideUploads = { actions: ["sqs:ChangeMessageVisibility"], resources: [uploads.arn] };

export const parkMessages = { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] };
