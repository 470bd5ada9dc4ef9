import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { documentClient, s3Client } from "../aws/clients.ts";
import { s3OnceClient } from "./archive/once.ts";
import { type Log, type PipelineContext } from "./context.ts";
import { type HandOff } from "./handoff/handoff.ts";
import { processInto } from "./process-into.ts";
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
  {
    settings = pipelineSettings(),
    s3 = s3Client(),
    s3Once = s3OnceClient(),
    db = documentClient(),
  } = {},
): PipelineContext {
  const { stagingBucket, archiveBucket, copying, attempts, retentionDays } = settings;
  return {
    stagingBucket,
    process: processInto({ s3, bucket: archiveBucket }),
    log,
    random: Math.random,
    scan: settings.scanTag === undefined ? undefined : scanByTag(settings.scanTag, s3),
    handOff,
    timing: {
      deadline,
      leaseUntil: () => deadline + settings.leaseMarginMs,
      handedLease: settings.containerLeaseMs,
      laneWait: settings.laneWaitMs,
    },
    storage: { s3, s3Once, archiveBucket, copying, signal },
    ledger: {
      db,
      table: settings.ledgerTable,
      attempts,
      retentionDays,
      now: Date.now,
      newToken: randomUUID,
      sleep: (ms, ended) => setTimeout(ms, undefined, { signal: ended }).catch(() => undefined),
    },
  };
}
