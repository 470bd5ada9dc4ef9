import { setTimeout } from "node:timers/promises";
import { defineWorker } from "@switchyard/core/orchestration/worker/define-worker.ts";
import { InvalidInputError } from "@switchyard/core/errors.ts";
import * as z from "zod/mini";

/** A worker that Python's orchestrator starts: it counts words' letters, or fails. */
export const handler = defineWorker({
  name: "letters",
  payload: z.object({
    words: z.array(z.string()),
    fail: z.optional(z.string()),
    wait: z.optional(z.number()),
  }),
  // Python's event carries the attempts as they were before the mark.
  claimOnStart: false,
  async run({ payload: { words, fail, wait = 0 }, task, stats }) {
    await setTimeout(wait);
    if (fail !== undefined)
      throw new InvalidInputError([{ field: "words", value: words, expected: fail }]);
    stats.add("counted");
    return { letters: words.join("").length, told_attempts: task?.attempts };
  },
});
