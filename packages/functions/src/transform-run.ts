import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metered } from "@switchyard/core/aws/meter.ts";
import { type PipelineContext } from "@switchyard/core/pipeline/context.ts";
import { type Delivered } from "@switchyard/core/pipeline/delivery.ts";
import { type HandOff } from "@switchyard/core/pipeline/handoff/handoff.ts";
import { type Outcome } from "@switchyard/core/pipeline/outcome.ts";
import { pipelineContext } from "@switchyard/core/pipeline/pipeline-context.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import type { Context } from "aws-lambda";
import { trace } from "@switchyard/core/tracing/trace.ts";

/** One invocation: its deadline, its log lines, its metrics. */
export interface Run {
  readonly pipeline: PipelineContext;
  /** Logs, counts and traces what became of a message that was begun at that time (ms since 1970). */
  report(delivered: Delivered, began: number): Promise<void>;
  /** Runs `work`, and logs what it asked of AWS where the settings say so. */
  metered<T>(work: () => Promise<T>): Promise<T>;
  /** Writes the metrics out. */
  end(): void;
}

const logger = new Logger({ serviceName: "pipeline" });
const metrics = new Metrics({ namespace: "Switchyard", serviceName: "pipeline" });

export function beginRun(context: Context, handOff?: HandOff): Run {
  logger.addContext(context);
  const left = context.getRemainingTimeInMillis();
  const working = Math.max(0, left - pipelineSettings().stopBeforeMs);
  const pipeline = pipelineContext({
    deadline: Date.now() + left,
    signal: AbortSignal.timeout(working),
    handOff,
    log: logger,
  });
  return {
    pipeline,
    report: async ({ outcomes }, began) => {
      for (const outcome of outcomes) {
        reportOutcome(outcome);
        await traceOutcome(outcome, began);
      }
    },
    metered: pipelineSettings().meterRequests ? logRequests : (work) => work(),
    end: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

async function logRequests<T>(work: () => Promise<T>): Promise<T> {
  const { result, counts } = await metered(work);
  logger.info("requests", { counts });
  return result;
}

/** A trace that can't be sent is no reason to carry a file twice. */
async function traceOutcome({ kind, upload }: Outcome, began: number) {
  const annotations = { correlation_id: upload.correlation, outcome: kind };
  const failed = kind === "failed" || kind === "retry";
  await trace({ name: "file", began, ended: Date.now(), annotations, failed }).catch(
    (error: unknown) => logger.warn("a trace was not sent", { error }),
  );
}

function reportOutcome(outcome: Outcome) {
  const { kind, upload } = outcome;
  const { key, version, correlation, uploadedAt } = upload;
  const facts = { key, version, correlation_id: correlation, outcome: kind };
  const error = "error" in outcome ? outcome.error : undefined;
  if (kind === "failed") logger.error("a file was given up", { ...facts, error });
  else if (kind === "retry") logger.warn("a file is to be tried again", { ...facts, error });
  else logger.info("a file was handled", facts);
  metrics.addMetric(kind, MetricUnit.Count, 1);
  const isDone = kind === "archived" || kind === "superseded";
  if (!isDone || uploadedAt === undefined) return;
  metrics.addMetric("uploadToArchive", MetricUnit.Milliseconds, Date.now() - uploadedAt);
}
