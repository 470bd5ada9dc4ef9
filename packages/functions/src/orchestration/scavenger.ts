import { PublishCommand } from "@aws-sdk/client-sns";
import { snsClient } from "@switchyard/core/aws/clients/sns.ts";
import type { DeadMessage } from "@switchyard/core/orchestration/moves/outbox.ts";
import { abandonedJobs } from "@switchyard/core/orchestration/scheduler.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { essential } from "./essential.ts";
import { pokeOrchestrator, wake } from "./pokes.ts";

/** Archives, retries and closes tasks, tells of the dead, and has abandoned jobs loaded on: every minute, and when poked. */
export const handler = essential("scavenger", async (around) => {
  const { event, labourers, settings, store, remainingMs, logger } = around;
  const { functions, deadTasksTopic } = settings;
  const poked = labourerIn(event);
  const reports = await scavenge({
    labourers: labourers.filter(({ id }) => poked === undefined || id === poked),
    store,
    poke: pokeOrchestrator(functions),
    announce: (messages) => announce(messages, deadTasksTopic),
    endsAt: store.now() + remainingMs() - 2_000,
  });
  for (const one of reports)
    logger[one.errors.length > 0 ? "error" : "info"]("scavenged", { ...one });
  if (poked !== undefined) return { labourers: reports };
  const abandoned = await abandonedJobs(store);
  for (const resume of abandoned) await wake(functions.scheduler, { resume });
  return { labourers: reports, resumed: abandoned };
});

/** A poke names one labourer; the clock means all. */
function labourerIn(event: unknown): string | undefined {
  if (typeof event !== "object" || event === null || !("poke" in event)) return undefined;
  const { poke } = event;
  if (typeof poke !== "object" || poke === null || !("labourer_id" in poke)) return undefined;
  return String(poke.labourer_id);
}

/** One message each, so that a subscriber handles one at a time. */
async function announce(messages: readonly DeadMessage[], TopicArn: string | undefined) {
  if (TopicArn === undefined) return;
  for (const message of messages)
    await snsClient().send(
      new PublishCommand({
        TopicArn,
        Subject: `A task of ${message.labourer_id} is dead`.slice(0, 100),
        Message: JSON.stringify(message),
      }),
    );
}
