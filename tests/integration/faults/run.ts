import { setTimeout as sleep } from "node:timers/promises";
import type { PipelineContext } from "@switchyard/core/pipeline/context.ts";
import { deliver } from "@switchyard/core/pipeline/delivery.ts";
import { processInto } from "@switchyard/core/pipeline/process-into.ts";
import { stack } from "../stack.ts";
import type { Place } from "./place.ts";
import { faultyClients, type Calls, type Fault } from "./faulty.ts";

export interface Delivery {
  /** The calls of the first run, up to its end. */
  readonly calls: number;
  readonly parked: readonly string[];
}

const timeOut = 20_000;
const mostRuns = 12;

/**
 * Delivers a message as the queue does, until it is done: the fault strikes the first run, and
 * those after it come when its lease has run out.
 */
export async function deliverUntilDone(
  message: string,
  place: Place,
  fault?: { at: number; kind: Fault },
): Promise<Delivery> {
  const parked: string[] = [];
  const clock = { ahead: 0 };
  let first: number | undefined;
  for (let run = 0; run < mostRuns; run++) {
    const { againAfter, calls } = await deliverOnce(message, place, {
      clock,
      parked,
      ...(run === 0 && { fault }),
    });
    first ??= calls;
    if (againAfter === undefined) return { calls: first, parked };
    clock.ahead += againAfter * 1000;
  }
  throw new TypeError(`not done after ${mostRuns} runs`);
}

interface Circumstances {
  readonly clock: { ahead: number };
  readonly parked: string[];
  readonly fault?: Calls["fault"];
}

/** One invocation. One that was killed comes again when its lease is over. */
async function deliverOnce(message: string, place: Place, { clock, parked, fault }: Circumstances) {
  const killed = Promise.withResolvers<{ againAfter?: number }>();
  const calls: Calls = {
    count: 0,
    fault,
    crash: () => killed.resolve({ againAfter: (timeOut * 2) / 1000 }),
  };
  const park = async (body: string) => void parked.push(body);
  const delivered = deliver(message, contextOf(calls, place, clock), park).catch(() => ({
    // The ledger couldn't be asked: the queue brings the message again.
    againAfter: (timeOut * 2) / 1000,
  }));
  const { againAfter } = await Promise.race([delivered, killed.promise]);
  return { againAfter, calls: calls.count };
}

function contextOf(calls: Calls, place: Place, clock: { ahead: number }): PipelineContext {
  const { s3, s3Once, db } = faultyClients(calls);
  const now = () => Date.now() + clock.ahead;
  const deadline = now() + timeOut;
  const copying = { partsAboveBytes: place.partsAboveBytes, partBytes: 5 * 1024 ** 2 };
  const silent = () => undefined;
  return {
    stagingBucket: place.staging,
    storage: {
      s3,
      s3Once,
      archiveBucket: place.archive,
      copying: { ...copying, parallelParts: 2 },
    },
    ledger: {
      db,
      table: stack().outputs.ledger,
      attempts: 10,
      retentionDays: 1,
      now,
      newToken: () => crypto.randomUUID(),
      sleep: () => sleep(1).then(silent),
    },
    handOff: place.handOff,
    process: processInto({ s3, bucket: place.archive }),
    timing: { deadline, leaseUntil: () => deadline + 5_000, handedLease: 60_000, laneWait: 0 },
    random: () => 0.5,
    log: { info: silent, warn: silent, error: silent },
  };
}
