import { stage } from "../stage";
import { timeout, worker } from "./worker";

/** Where the tutorial's worker counts. */
export const hashtagCounts = new sst.aws.Dynamo("HashtagCounts", {
  fields: { word: "string", day: "string" },
  primaryIndex: { hashKey: "word", rangeKey: "day" },
  deletionProtection: stage.deletionProtection,
});

/** Counts hashtags per word and day over the sample data set: docs/tutorial.md. */
export const hashtags = worker("Hashtags", {
  name: "sosw_tutorial_hashtags",
  handler: "packages/functions/src/orchestration/hashtags.handler",
  environment: { COUNTS_TABLE: hashtagCounts.name },
  permissions: [{ actions: ["dynamodb:PutItem"], resources: [hashtagCounts.arn] }],
});

/** Does what its payload says: waits, fails, hands on, never answers. For trying limits and retries out. */
export const rehearsal = worker("Rehearsal", {
  name: "sosw_rehearsal",
  handler: "packages/functions/src/orchestration/rehearsal.handler",
  siblings: true,
});

/** Who is orchestrated, under which limits; the configuration table may say otherwise. */
export const labourers = {
  hashtags: {
    arn: hashtags.arn,
    max_simultaneous_invocations: 12,
    duration: timeout,
    cooldown: 240,
  },
  rehearsal: {
    arn: rehearsal.arn,
    max_simultaneous_invocations: 6,
    duration: timeout,
    cooldown: 240,
    heartbeat_timeout: 30,
    retry: { base: 2, cap: 60 },
    flow: {
      concurrency: { key: "payload.tenant", limit: 2 },
      fair_share: { key: "payload.tenant" },
      priority: true,
    },
  },
};
