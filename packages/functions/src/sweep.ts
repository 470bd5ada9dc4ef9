import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { recoveryAccess } from "@switchyard/core/pipeline/recovery/access.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import { loadCursor, storeCursor } from "@switchyard/core/pipeline/sweep/cursor.ts";
import { sweepStaging } from "@switchyard/core/pipeline/sweep.ts";
import type { Context } from "aws-lambda";

const logger = new Logger({ serviceName: "pipeline" });
const metrics = new Metrics({ namespace: "Switchyard", serviceName: "pipeline" });
const reserveMs = 10_000;

/** Announces again, once an hour, what is stuck in staging. Goes on where the last run stopped. */
export async function handler(_event: unknown, context: Context) {
  logger.addContext(context);
  const settings = pipelineSettings();
  const recovery = recoveryAccess(settings);
  const swept = await sweepStaging(
    await loadCursor(recovery.ledger),
    {
      deadline: Date.now() + context.getRemainingTimeInMillis() - reserveMs,
      longestLease: settings.longestLeaseMs,
      mostWaiting: settings.sweepMostWaiting,
      log: logger,
    },
    recovery,
  );
  await storeCursor(swept.cursor, recovery.ledger);
  logger.info("staging was swept", { ...swept });
  metrics.addMetric("announcedAgain", MetricUnit.Count, swept.announced);
  metrics.publishStoredMetrics();
  return swept;
}
