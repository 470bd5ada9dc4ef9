import { stage } from "./stage";
import { sendTraces, traced } from "./tracing";

// One function for each of the three state objects, with what that object needs and no more.

const common = {
  nodejs: { minify: true },
  logging: { retention: stage.logRetention },
  timeout: "30 seconds",
} as const;
const { accountId } = aws.getCallerIdentityOutput();
const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();

/** Its own name has to be known before it is made: its role may look at that function alone. */
const visitsName = `${$app.name}-${$app.stage}-Visits`;

/** Tells the visits counted in its own environment (`Jar`). A deployment that changes that environment begins anew. */
export const visits = new sst.aws.Function("Visits", {
  ...common,
  name: visitsName,
  handler: "packages/functions/src/state/visits.handler",
  permissions: [
    {
      actions: ["lambda:GetFunctionConfiguration"],
      resources: [
        $interpolate`arn:${partition}:lambda:${region}:${accountId}:function:${visitsName}`,
      ],
    },
    ...sendTraces,
  ],
  transform: traced,
});

/** Counts a visit there. */
export const visit = new sst.aws.Function("Visit", {
  ...common,
  handler: "packages/functions/src/state/visit.handler",
  environment: { VISITS_FUNCTION: visits.name },
  permissions: [
    {
      actions: ["lambda:GetFunctionConfiguration", "lambda:UpdateFunctionConfiguration"],
      resources: [visits.arn],
    },
    ...sendTraces,
  ],
  transform: traced,
});

/** For objects that keep state, each version of them. */
export const stateBucket = new sst.aws.Bucket("StateBucket", { versioning: true });

/** Keeps an app's configuration as one object (`Bucket`). */
export const configuration = new sst.aws.Function("Configuration", {
  ...common,
  handler: "packages/functions/src/state/configuration.handler",
  environment: { STATE_BUCKET: stateBucket.name },
  permissions: [
    { actions: ["s3:ListBucket"], resources: [stateBucket.arn] },
    {
      actions: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      resources: [$interpolate`${stateBucket.arn}/configuration.json`],
    },
    ...sendTraces,
  ],
  transform: traced,
});

/** One item, or a few, for each function that keeps a `PersistentMap`. */
export const stateTable = new sst.aws.Dynamo("StateTable", {
  fields: { key: "string" },
  primaryIndex: { hashKey: "key" },
  ttl: "expires",
  deletionProtection: stage.deletionProtection,
});

const primesKey = "primes";

/** Which items a request may name: an item's own, and the parts of a large map. */
const primesItems = {
  test: "ForAllValues:StringLike",
  variable: "dynamodb:LeadingKeys",
  values: [primesKey, `${primesKey}#*`],
};

/** Remembers the results of slow work (`PersistentMap`). */
export const primes = new sst.aws.Function("Primes", {
  ...common,
  handler: "packages/functions/src/state/primes.handler",
  memory: "1769 MB", // one whole processor
  environment: { PERSISTENCE_TABLE_NAME: stateTable.name, PERSISTENCE_TABLE_KEY: primesKey },
  permissions: [
    {
      actions: [
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
      ],
      resources: [stateTable.arn],
      // Its own items alone: a key that another function uses is out of reach.
      conditions: [primesItems],
    },
    ...sendTraces,
  ],
  transform: traced,
});

/** What the API needs to show what the three functions hold, and to change nothing of it. */
export const look = {
  environment: {
    VISITS_FUNCTION: visits.name,
    STATE_BUCKET: stateBucket.name,
    PERSISTENCE_TABLE_NAME: stateTable.name,
    PERSISTENCE_TABLE_KEY: primesKey,
  },
  permissions: [
    { actions: ["lambda:GetFunctionConfiguration"], resources: [visits.arn] },
    { actions: ["s3:ListBucketVersions"], resources: [stateBucket.arn] },
    {
      actions: ["s3:GetObjectVersion"],
      resources: [$interpolate`${stateBucket.arn}/configuration.json`],
    },
    {
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
      resources: [stateTable.arn],
      conditions: [primesItems],
    },
  ],
};
