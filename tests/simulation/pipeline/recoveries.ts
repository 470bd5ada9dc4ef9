import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { redrive } from "@switchyard/core/pipeline/redrive.ts";
import { storageOf } from "@switchyard/core/pipeline/runtime.ts";
import { planReplay, replay } from "@switchyard/core/pipeline/replay.ts";
import { loadCursor, storeCursor } from "@switchyard/core/pipeline/sweep/cursor.ts";
import { sweepStaging } from "@switchyard/core/pipeline/sweep.ts";
import { type Process } from "../process.ts";
import { type Run } from "./run-state.ts";
import { refuseSurprise, simulatedLedger, simulatedLog } from "./surroundings.ts";

/** What people and schedules do to bring files back; each in a process that may die. */
const programs = {
  redrive: async (run: Run, process: Process) => {
    let steps = 0;
    for await (const { decision } of redrive({}, reach(run, process))) {
      note(run, process, decision);
      steps++;
    }
    return steps;
  },
  replay: async (run: Run, process: Process) => {
    const recovery = reach(run, process);
    const plan = await planReplay({ state: "failed" }, recovery);
    for await (const { result } of replay(plan, recovery)) note(run, process, result.kind);
    return plan.length;
  },
  sweep: async (run: Run, process: Process) => {
    const { settings, simulation } = run;
    const recovery = reach(run, process);
    const sweep = {
      deadline: process.now() + 60_000,
      longestLease: settings.longestLeaseMs,
      mostWaiting: settings.sweepMostWaiting,
      log: simulatedLog(simulation, process),
    };
    const swept = await sweepStaging(await loadCursor(recovery.ledger), sweep, recovery);
    await storeCursor(swept.cursor, recovery.ledger);
    note(run, process, `announced ${swept.announced}`);
    return swept.announced;
  },
};

/** Begins one of them. Tells, when it is over, how much it did; `undefined` if it died or failed. */
export async function recover(run: Run, how: keyof typeof programs): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const begun = run.simulation.start(how, async (process) => {
    resolve(await run.watched(attempt(run, process, how)));
  });
  begun.onDeath(() => resolve(undefined));
  return promise;
}

async function attempt(run: Run, process: Process, how: keyof typeof programs) {
  try {
    return await programs[how](run, process);
  } catch (error) {
    refuseSurprise(error);
    note(run, process, String(error));
    return undefined;
  }
}

function reach({ simulation, world, settings }: Run, process: Process) {
  const s3 = simulation.client<S3Client>(process, world.s3);
  const s3Once = simulation.client<S3Client>(process, world.s3, { maxAttempts: 1 });
  const sqs = simulation.client<SQSClient>(process, world.sqs);
  return {
    ledger: simulatedLedger(simulation, process, world, settings),
    storage: storageOf(settings, undefined, { s3, s3Once }),
    stagingBucket: settings.stagingBucket,
    uploads: { sqs, url: world.uploads.url },
    deadLetters: { sqs, url: world.parking.url },
  };
}

function note({ simulation }: Run, process: Process, text: string): void {
  simulation.trace.note(`${process.name} ${text}`);
}
