import type { SQSClient } from "@aws-sdk/client-sqs";
import { bury } from "@switchyard/core/pipeline/dead-letters.ts";
import { hideFor, parkOn } from "@switchyard/core/pipeline/queue.ts";
import { type PipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Simulation } from "../harness.ts";
import { type Process } from "../process.ts";
import { refuseSurprise, simulatedLedger, simulatedLog } from "./surroundings.ts";
import { type World } from "./world.ts";

/** The time-out of the undelivered messages' consumer, in ms. */
export const undeliveredTimeout = 20_000;

/** The function that buries what was delivered too often, on simulated clients. */
export function undeliveredHandler(
  simulation: Simulation,
  world: World,
  settings: PipelineSettings,
) {
  return async (event: SQSEvent, process: Process): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      event.Records.map((record, index) =>
        buryOne(record, process.branch(String(index)), { simulation, world, settings }),
      ),
    );
    return { batchItemFailures: failed.flatMap((itemIdentifier) => itemIdentifier ?? []) };
  };
}

async function buryOne(
  { messageId, receiptHandle, body }: SQSRecord,
  branch: Process,
  run: { simulation: Simulation; world: World; settings: PipelineSettings },
) {
  const { simulation, world, settings } = run;
  const sqs = simulation.client<SQSClient>(branch, world.sqs);
  const park = parkOn({ sqs, url: world.parking.url });
  const ledger = simulatedLedger(simulation, branch, world, settings);
  try {
    const { busyUntil } = await bury(body, { ledger, park, log: simulatedLog(simulation, branch) });
    if (busyUntil === undefined) return undefined;
    const seconds = Math.max(1, Math.ceil((busyUntil - branch.now()) / 1000));
    const queue = { sqs, url: world.undelivered.url };
    await hideFor(seconds, receiptHandle, queue).catch(() => undefined);
    return { itemIdentifier: messageId };
  } catch (error) {
    refuseSurprise(error);
    return { itemIdentifier: messageId };
  } finally {
    branch.end();
  }
}
