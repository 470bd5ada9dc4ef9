import type { SQSClient } from "@aws-sdk/client-sqs";
import { bury } from "@switchyard/core/pipeline/dead-letters.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type Process } from "../process.ts";
import { type QueueProgram } from "./functions.ts";
import { type Run } from "./run-state.ts";
import { refuseSurprise, simulatedLedger, simulatedLog } from "./surroundings.ts";

/** The function that buries what was delivered too often, on simulated clients. */
export function recorderProgram(run: Run): QueueProgram {
  const handle = async (event: SQSEvent, process: Process): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      event.Records.map(({ messageId, body }, index) =>
        buried(body, process.branch(String(index)), run).then((isDone) =>
          isDone ? [] : messageId,
        ),
      ),
    );
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return { name: "recorder", timeout: 20_000, handle };
}

async function buried(body: string, branch: Process, run: Run): Promise<boolean> {
  const { simulation, world, settings } = run;
  const sqs = simulation.client<SQSClient>(branch, world.sqs);
  const park = parkOn({ sqs, url: world.parking.url });
  const ledger = simulatedLedger(simulation, branch, world, settings);
  try {
    const log = simulatedLog(simulation, branch);
    const uploads = { sqs, url: world.uploads.url };
    const { busyUntil } = await bury(body, { ledger, park, uploads, log });
    return busyUntil === undefined;
  } catch (error) {
    refuseSurprise(error);
    return false;
  } finally {
    branch.end();
  }
}
