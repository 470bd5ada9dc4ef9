import { type Log, type PipelineContext } from "./context.ts";
import { type HandOff } from "./handoff/handoff.ts";
import { processInto } from "./process-into.ts";
import { ledgerOf, storageOf } from "./runtime.ts";
import { scanByTag } from "./scan/by-tag.ts";
import { pipelineSettings } from "./settings.ts";

export interface Invocation {
  /** When the function will be stopped, milliseconds since 1970. */
  readonly deadline: number;
  /** Ends the work before that. */
  readonly signal?: AbortSignal;
  /** To whom this run may hand what is too much for it. */
  readonly handOff?: HandOff;
  readonly log: Log;
}

/** The context of a real run: AWS clients, the clock, and the environment's settings. */
export function pipelineContext(
  { deadline, signal, handOff, log }: Invocation,
  settings = pipelineSettings(),
): PipelineContext {
  const storage = storageOf(settings, signal);
  const { s3, archiveBucket } = storage;
  return {
    stagingBucket: settings.stagingBucket,
    storage,
    ledger: ledgerOf(settings),
    process: processInto({ s3, bucket: archiveBucket }),
    scan: settings.scanTag === undefined ? undefined : scanByTag(settings.scanTag, s3),
    handOff,
    random: Math.random,
    log,
    timing: {
      deadline,
      leaseUntil: () => deadline + settings.leaseMarginMs,
      handedLease: settings.containerLeaseMs,
      laneWait: settings.laneWaitMs,
    },
  };
}
