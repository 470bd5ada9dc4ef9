import { Logger } from "@aws-lambda-powertools/logger";
import { concludeHanded } from "@switchyard/core/pipeline/handoff/conclude.ts";
import { continueHanded } from "@switchyard/core/pipeline/handoff/continue.ts";
import { parseHandedFile } from "@switchyard/core/pipeline/handoff/handed-file.ts";
import { taskName } from "@switchyard/core/pipeline/handoff/task-name.ts";
import { containerContext } from "@switchyard/core/pipeline/pipeline-context.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import { queueAt } from "@switchyard/core/pipeline/recovery/queue-at.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";

/**
 * A container's whole life: carries the one file it was started for, by `HANDED_FILE` or its first
 * argument, and ends. Told to stop, it frees the file and announces it again.
 */
async function run() {
  const settings = pipelineSettings();
  const log = new Logger({ serviceName: "pipeline" });
  const uploads = queueAt(settings.uploadsQueueUrl, "UPLOADS_QUEUE_URL");
  const deadLetters = queueAt(settings.deadLettersQueueUrl, "DEAD_LETTERS_QUEUE_URL");
  const file = parseHandedFile(settings.handedFile ?? process.argv[2]);
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort());
  process.once("SIGINT", () => stopping.abort());

  const context = containerContext({ signal: stopping.signal, log }, settings);
  const holder = await taskName(settings.containerMetadata);
  const outcome = await continueHanded(file, holder, context);
  const { key, version, correlation } = outcome.upload;
  const facts = { key, version, correlation_id: correlation, outcome: outcome.kind };
  const error = "error" in outcome ? outcome.error : undefined;
  log.info("a handed file was handled", { ...facts, error });
  const park = parkOn(deadLetters);
  await concludeHanded(outcome, { uploads, park, now: Date.now(), random: Math.random() });
}

await run();
