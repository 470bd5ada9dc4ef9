import { readJobSchemas, schedule } from "@switchyard/core/orchestration/scheduler.ts";
import { InvalidSettingsError } from "@switchyard/core/aws/environment.ts";
import { essential } from "./essential.ts";
import { jobSchema } from "./job-schema.ts";
import { lostPoke, pokeOrchestrator, wake } from "./pokes.ts";

/**
 * Makes a job into tasks; the answer says which. A job too large for one invocation is gone on
 * with by another of this function.
 */
export const handler = essential(
  "scheduler",
  async (around) => {
    const { event, settings, labourers, config, store, context, logger, remainingMs, correlation } =
      around;
    const { queueBucket, functions, timeZone } = settings;
    if (queueBucket === undefined)
      throw new InvalidSettingsError([
        { field: "QUEUE_BUCKET", value: undefined, expected: "a bucket" },
      ]);
    const outcome = await schedule(
      event,
      {
        labourers,
        queueBucket,
        timeZone,
        correlation,
        store,
        schemas: readJobSchemas(config),
        remainingMs,
        poke: pokeOrchestrator(functions),
        warn: lostPoke(around),
      },
      context.awsRequestId,
    );
    if ("next" in outcome && outcome.next) await wake(functions.scheduler, outcome.next);
    logger.info("scheduled", { ...outcome });
    return outcome;
  },
  { job_schema: jobSchema },
);
