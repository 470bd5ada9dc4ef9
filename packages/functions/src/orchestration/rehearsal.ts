import { approximateConcurrentExecutions } from "@switchyard/core/orchestration/siblings/concurrency.ts";
import { defineWorker } from "@switchyard/core/orchestration/worker/define-worker.ts";
import { SwitchyardError } from "@switchyard/core/errors.ts";
import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";

const ms = () => z.optional(z.int().check(z.minimum(0), z.maximum(900_000)));
const Payload = z.object({
  /** Whose task it is: limits are counted for each. */
  tenant: z.optional(z.string()),
  /** How long it takes, in ms. */
  wait: ms(),
  /** Fails with this message; in the first `failures` attempts only, where that is given. */
  fail: z.optional(z.string()),
  failures: z.optional(z.int()),
  /** Never says how it ended: the process ends under it. */
  vanish: z.optional(z.boolean()),
  /** Ms between two signs of life. */
  heartbeat: ms(),
  /** How many copies of itself go on with it, one after another; the last one answers. */
  hand_on: z.optional(z.int().check(z.minimum(0), z.maximum(100))),
  /** Hands on though nothing scheduled could stop it; so by default. */
  force: z.optional(z.boolean()),
  /** Answers with how many of it ran of late. */
  measure: z.optional(z.boolean()),
  /** What it answers. */
  result: z.optional(z.record(z.string(), z.json())),
});

class RehearsedError extends SwitchyardError {
  override readonly name = "RehearsedError";
  readonly code = "rehearsal.failed";
}

/** Does what its payload says: for trying limits, retries and health out before real work runs under them. */
export const handler = defineWorker({
  name: "rehearsal",
  payload: Payload,
  async run({ payload, task, signal, heartbeat, spawnSibling }) {
    const { wait = 0, fail, failures = Infinity, vanish, heartbeat: beat, result = {} } = payload;
    const { hand_on: copies = 0, force = true, measure = false } = payload;
    for (let left = wait; left > 0; left -= beat ?? wait) {
      await setTimeout(Math.min(left, beat ?? wait), undefined, { signal });
      if (beat) await heartbeat();
    }
    if (vanish) process.exit(1);
    if (fail !== undefined && (task?.attempts ?? 1) <= failures) throw new RehearsedError(fail);
    if (copies > 0) await spawnSibling({ ...payload, hand_on: copies - 1 }, { force });
    return measure ? { ...result, concurrent: await approximateConcurrentExecutions() } : result;
  },
});
