import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { type PipelineContext } from "@switchyard/core/pipeline/context.ts";
import { deliver } from "@switchyard/core/pipeline/delivery.ts";
import { limited } from "@switchyard/core/pipeline/limited.ts";
import { hideFor, parkOn } from "@switchyard/core/pipeline/queue.ts";
import { processInto } from "@switchyard/core/pipeline/process-into.ts";
import { storageOf } from "@switchyard/core/pipeline/runtime.ts";
import { type PipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Simulation } from "../harness.ts";
import { type Process } from "../process.ts";
import { refuseSurprise, simulatedLedger, simulatedLog } from "./surroundings.ts";
import { type World } from "./world.ts";

/** The transform's time-out in `infra/pipeline.ts`, in ms. */
export const transformTimeout = 20_000;

export interface TransformOptions {
  /** Changes the context before a run uses it: for programs that are broken on purpose. */
  readonly alter?: (context: PipelineContext) => PipelineContext;
}

interface Run {
  readonly simulation: Simulation;
  readonly world: World;
  readonly settings: PipelineSettings;
  readonly alter: (context: PipelineContext) => PipelineContext;
  /** By the process's own clock. */
  readonly deadline: number;
}

/** The transform function as `packages/functions` makes it, on simulated clients. */
export function transformHandler(
  simulation: Simulation,
  world: World,
  settings: PipelineSettings,
  { alter = (context) => context }: TransformOptions,
) {
  return async (event: SQSEvent, process: Process, deadline: number): Promise<SQSBatchResponse> => {
    const ahead = process.now() - simulation.scheduler.now();
    const run = { simulation, world, settings, alter, deadline: deadline + ahead };
    const inTurn = limited(settings.parallelFiles);
    const failed = await Promise.all(
      event.Records.map((record, index) =>
        inTurn(() => handleRecord(record, process.branch(String(index)), run)),
      ),
    );
    return { batchItemFailures: failed.flatMap((itemIdentifier) => itemIdentifier ?? []) };
  };
}

async function handleRecord(record: SQSRecord, branch: Process, run: Run) {
  const { messageId, receiptHandle, body } = record;
  const { simulation, world, settings } = run;
  const sqs = simulation.client<SQSClient>(branch, world.sqs);
  const park = parkOn({ sqs, url: world.parking.url });
  try {
    const again = await deliver(body, contextOf(branch, run), park);
    for (const outcome of again.outcomes) {
      simulation.trace.note(`${branch.name} ${outcome.kind}`);
      if ("error" in outcome) refuseSurprise(outcome.error);
    }
    if (again.againAfter === undefined) return undefined;
    const url = settings.uploadsQueueUrl ?? world.uploads.url;
    await hideFor(again.againAfter, receiptHandle, { sqs, url }).catch(() => undefined);
    return { itemIdentifier: messageId };
  } catch (error) {
    refuseSurprise(error);
    simulation.trace.note(`${branch.name} threw ${String(error)}`);
    return { itemIdentifier: messageId };
  } finally {
    branch.end();
  }
}

function contextOf(branch: Process, { simulation, world, settings, alter, deadline }: Run) {
  const s3 = simulation.client<S3Client>(branch, world.s3);
  const s3Once = simulation.client<S3Client>(branch, world.s3, { maxAttempts: 1 });
  const signal = branch.signalAfter(deadline - branch.now() - settings.stopBeforeMs);
  const storage = storageOf(settings, signal, { s3, s3Once });
  return alter({
    stagingBucket: settings.stagingBucket,
    storage,
    ledger: simulatedLedger(simulation, branch, world, settings),
    process: processInto({ s3, bucket: storage.archiveBucket }),
    random: () => branch.random.next(),
    log: simulatedLog(simulation, branch),
    timing: {
      deadline,
      leaseUntil: () => deadline + settings.leaseMarginMs,
      handedLease: settings.containerLeaseMs,
      laneWait: settings.laneWaitMs,
    },
  });
}
