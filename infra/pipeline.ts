import { containers } from "./containers";
import * as may from "./grants";
import { ledger } from "./ledger";
import { deadLetters, expirations, undelivered, uploads } from "./queues";
import { stage } from "./stage";
import { archive, staging } from "./storage";
import { sendTraces, traced } from "./tracing";

const names = {
  STAGE: $app.stage,
  STAGING_BUCKET: staging.name,
  ARCHIVE_BUCKET: archive.name,
  LEDGER_TABLE: ledger.name,
};
const common = {
  nodejs: { minify: true },
  logging: { retention: stage.logRetention },
  transform: traced,
};
const partial = { size: 10, window: "0 seconds", partialResponses: true } as const;

export const transform = uploads.subscribe(
  {
    ...common,
    // Only where there are containers does the function carry the client of ECS.
    handler: `packages/functions/src/${containers ? "transform-with-handoff" : "transform"}.handler`,
    timeout: "5 minutes",
    memory: "1769 MB", // one whole processor
    environment: {
      ...names,
      UPLOADS_QUEUE_URL: uploads.url,
      DEAD_LETTERS_QUEUE_URL: deadLetters.url,
      METER_REQUESTS: String(stage.meterRequests),
      ...containers?.environment,
    },
    permissions: [
      may.takeStaging,
      may.takeSeveral,
      may.listBuckets,
      may.fillArchive,
      may.keepLedger,
      may.hideUploads,
      may.parkMessages,
      ...(containers?.permissions ?? []),
      ...sendTraces,
    ],
  },
  { batch: partial },
).nodes.function;

/** Writes into the ledger what the transform gave up on, and parks its message. */
export const recorder = undelivered.subscribe(
  {
    ...common,
    handler: "packages/functions/src/dead-letters.handler",
    timeout: "20 seconds",
    environment: {
      ...names,
      UPLOADS_QUEUE_URL: uploads.url,
      DEAD_LETTERS_QUEUE_URL: deadLetters.url,
    },
    permissions: [may.keepLedger, may.parkMessages, may.announceUploads, ...sendTraces],
  },
  { batch: partial },
).nodes.function;

export const expiry = expirations.subscribe(
  {
    ...common,
    handler: "packages/functions/src/expiry.handler",
    timeout: "30 seconds",
    environment: { ...names, UPLOADS_QUEUE_URL: uploads.url },
    permissions: [may.keepLedger, may.announceUploads, ...sendTraces],
  },
  { batch: partial },
).nodes.function;

/** Announces again, hourly, what lies in staging without an end. */
export const sweep = new sst.aws.CronV2("Sweep", {
  schedule: "rate(1 hour)",
  function: {
    ...common,
    handler: "packages/functions/src/sweep.handler",
    timeout: "10 minutes",
    environment: { ...names, UPLOADS_QUEUE_URL: uploads.url },
    permissions: [
      may.listStaging,
      may.readLedger,
      may.sweepLedger,
      may.announceUploads,
      may.countUploads,
      ...sendTraces,
    ],
  },
}).nodes.function;

staging.notify({
  notifications: [
    { name: "Uploads", queue: uploads, events: ["s3:ObjectCreated:*"] },
    { name: "Expirations", queue: expirations, events: ["s3:LifecycleExpiration:*"] },
  ],
});
