import { ledger } from "./pipeline";
import { stage } from "./stage";
import { archive, staging } from "./storage";

const apiTokens = new sst.Secret("ApiTokens");

export const api = new sst.aws.Function("Api", {
  handler: "packages/functions/src/api.handler",
  url: { cors: false },
  timeout: "20 seconds",
  memory: "1024 MB",
  nodejs: { minify: true },
  link: [apiTokens],
  environment: {
    STAGE: $app.stage,
    STAGING_BUCKET: staging.name,
    ARCHIVE_BUCKET: archive.name,
    LEDGER_TABLE: ledger.name,
    ALLOW_ANONYMOUS_UPLOADS: String(stage.anonymousUploads),
  },
  permissions: [],
  logging: { retention: stage.logRetention },
});

const writeStaging = aws.iam.getPolicyDocumentOutput({
  statements: [
    {
      actions: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      resources: [$interpolate`${staging.arn}/*`],
    },
  ],
});

/** What the API lends to a client, narrowed by a session policy to one key. */
export const uploadRole = new aws.iam.Role("UploadRole", {
  name: `${$app.name}-${$app.stage}-upload`,
  maxSessionDuration: 3600,
  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "AWS", identifiers: [api.nodes.role.arn] }],
      },
    ],
  }).json,
  inlinePolicies: [{ name: "write-staging", policy: writeStaging.json }],
});
