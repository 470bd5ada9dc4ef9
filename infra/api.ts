import * as may from "./grants";
import { ledger } from "./ledger";
import { operate } from "./orchestration/operators";
import { deadLetters, uploads } from "./queues";
import { stage } from "./stage";
import { look } from "./state";
import { archive, staging } from "./storage";
import { sendTraces, traced } from "./tracing";

/** Bearer tokens and whom they speak for; set it by `sst secret set ApiTokens …`. */
const apiTokens = new sst.Secret("ApiTokens");

/** What each upload was registered as: the signer signs nothing else. */
export const uploadRecords = new sst.aws.Dynamo("UploadRecords", {
  fields: { owner: "string", id: "string" },
  primaryIndex: { hashKey: "owner", rangeKey: "id" },
  ttl: "expires_at",
});

// The role trusts the API's role, whose grants name this role: only a name known beforehand can be in both.
const uploadRoleName = `${$app.name}-${$app.stage}-upload`;
const { accountId } = aws.getCallerIdentityOutput();
const { partition } = aws.getPartitionOutput();
const uploadRoleArn = $interpolate`arn:${partition}:iam::${accountId}:role/${uploadRoleName}`;

export const api = new sst.aws.Function("Api", {
  handler: "packages/functions/src/api.handler",
  url: { cors: false }, // The API answers preflights itself.
  timeout: "20 seconds",
  memory: "1024 MB",
  nodejs: { minify: true },
  logging: { retention: stage.logRetention },
  link: [apiTokens],
  environment: {
    ...operate.environment,
    STAGE: $app.stage,
    STAGING_BUCKET: staging.name,
    ARCHIVE_BUCKET: archive.name,
    LEDGER_TABLE: ledger.name,
    UPLOADS_QUEUE_URL: uploads.url,
    DEAD_LETTERS_QUEUE_URL: deadLetters.url,
    UPLOAD_RECORDS_TABLE: uploadRecords.name,
    UPLOAD_ROLE_ARN: uploadRoleArn,
    ALLOW_ANONYMOUS_UPLOADS: String(stage.anonymousUploads),
    ALLOWED_ORIGINS: stage.origins.join(","),
    ...look.environment,
  },
  permissions: [
    { actions: ["sts:AssumeRole"], resources: [uploadRoleArn] },
    {
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [uploadRecords.arn],
    },
    may.readLedger,
    may.announceUploads,
    {
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [$interpolate`${archive.arn}/*`],
    },
    ...look.permissions,
    ...operate.permissions,
    ...sendTraces,
  ],
  transform: traced,
});

/** What the API lends to a client, narrowed by a session policy to one key. */
export const uploadRole = new aws.iam.Role("UploadRole", {
  name: uploadRoleName,
  maxSessionDuration: 3600,
  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "AWS", identifiers: [api.nodes.role.arn] }],
      },
    ],
  }).json,
  inlinePolicies: [
    {
      name: "write-staging",
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [
          {
            actions: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
            resources: [$interpolate`${staging.arn}/*`],
          },
        ],
      }).json,
    },
  ],
});
