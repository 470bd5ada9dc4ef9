import type { SQSClient } from "@aws-sdk/client-sqs";
import { noteExpired } from "@switchyard/core/pipeline/expiry.ts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type Process } from "../process.ts";
import { type QueueProgram } from "./functions.ts";
import { type Run } from "./run-state.ts";
import { refuseSurprise, simulatedLedger, simulatedLog } from "./surroundings.ts";

/** The function that notes what staging's lifecycle removed, on simulated clients. */
export function expiryProgram(run: Run): QueueProgram {
  const handle = async (event: SQSEvent, process: Process): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      event.Records.map(({ messageId, body }, index) =>
        note(body, process.branch(String(index)), run).then((isDone) => (isDone ? [] : messageId)),
      ),
    );
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return { name: "expiry", timeout: 30_000, handle };
}

async function note(body: string, branch: Process, run: Run): Promise<boolean> {
  const { simulation, world, settings } = run;
  const ledger = simulatedLedger(simulation, branch, world, settings);
  const { stagingBucket } = settings;
  try {
    const log = simulatedLog(simulation, branch);
    const sqs = simulation.client<SQSClient>(branch, world.sqs);
    const uploads = { sqs, url: world.uploads.url };
    await noteExpired(body, { ledger, stagingBucket, uploads, log });
    return true;
  } catch (error) {
    refuseSurprise(error);
    return false;
  } finally {
    branch.end();
  }
}
