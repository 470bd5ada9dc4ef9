import { deleteTogether } from "./archive/delete.ts";
import { type Log, type PipelineContext } from "./context.ts";
import { type HandOff } from "./handoff/handoff.ts";
import { transactTogether } from "./ledger/transact.ts";
import { processInto } from "./process-into.ts";
import { ledgerOf, storageOf } from "./runtime.ts";
import { scanByTag } from "./scan/by-tag.ts";
import { pipelineSettings, type PipelineSettings } from "./settings.ts";

export interface Invocation {
  /** When the function will be stopped, milliseconds since 1970. */
  readonly deadline: number;
  /** Ends the work before that. */
  readonly signal?: AbortSignal;
  /** To whom this run may hand what is too much for it. */
  readonly handOff?: HandOff;
  readonly log: Log;
}

/** The context of a function's run: AWS clients, the clock, and the environment's settings. */
export function pipelineContext(
  { deadline, signal, handOff, log }: Invocation,
  settings = pipelineSettings(),
): PipelineContext {
  const common = commonContext(settings, log, signal);
  return {
    ...common,
    storage: { ...common.storage, delete: deleteTogether() },
    ledger: { ...common.ledger, transact: transactTogether() },
    handOff,
    timing: {
      deadline,
      leaseUntil: () => deadline + settings.leaseMarginMs,
      handedLease: settings.containerLeaseMs,
      laneWait: settings.laneWaitMs,
    },
  };
}

/** The context of a container's run, which has no deadline: its leases are renewed. */
export function containerContext(
  { signal, log }: Pick<Invocation, "signal" | "log">,
  settings = pipelineSettings(),
): PipelineContext {
  const lease = settings.containerLeaseMs;
  return {
    ...commonContext(settings, log, signal),
    timing: {
      deadline: Infinity,
      leaseUntil: () => Date.now() + lease,
      handedLease: lease,
      // Nothing brings it back as a queue does: it waits for longer than any other can hold the lane.
      laneWait: settings.longestLeaseMs + lease,
    },
  };
}

function commonContext(settings: PipelineSettings, log: Log, signal: AbortSignal | undefined) {
  const storage = storageOf(settings, signal);
  const { s3, archiveBucket } = storage;
  return {
    stagingBucket: settings.stagingBucket,
    storage,
    ledger: ledgerOf(settings),
    process: processInto({ s3, bucket: archiveBucket }),
    scan: settings.scanTag === undefined ? undefined : scanByTag(settings.scanTag, s3),
    random: Math.random,
    log,
  };
}
