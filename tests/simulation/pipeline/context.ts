import type { S3Client } from "@aws-sdk/client-s3";
import { type PipelineContext, type Timing } from "@switchyard/core/pipeline/context.ts";
import { processInto } from "@switchyard/core/pipeline/process-into.ts";
import { storageOf } from "@switchyard/core/pipeline/runtime.ts";
import { type Process } from "../process.ts";
import { type Run } from "./run-state.ts";
import { simulatedLedger, simulatedLog } from "./surroundings.ts";

/** What `pipelineContext` and `containerContext` make, on simulated clients. */
export function simulatedContext(
  { simulation, world, settings }: Run,
  process: Process,
  { timing, signal }: { timing: Timing; signal?: AbortSignal },
): PipelineContext {
  const s3 = simulation.client<S3Client>(process, world.s3);
  const s3Once = simulation.client<S3Client>(process, world.s3, { maxAttempts: 1 });
  const storage = storageOf(settings, signal, { s3, s3Once });
  return {
    stagingBucket: settings.stagingBucket,
    storage,
    ledger: simulatedLedger(simulation, process, world, settings),
    process: processInto({ s3, bucket: storage.archiveBucket }),
    random: () => process.random.next(),
    log: simulatedLog(simulation, process),
    timing,
  };
}
