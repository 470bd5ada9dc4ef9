import { pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { abandonedJobs } from "@switchyard/core/orchestration/scheduler.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { tellOfDead } from "./dead-tasks.ts";
import { essential } from "./essential.ts";
import { pokeOrchestrator, wake } from "./pokes.ts";

/** Archives, retries and closes tasks, tells of the dead, and has abandoned jobs loaded on: every minute, and when poked. */
export const handler = essential("scavenger", async (around) => {
  const { event, labourers, settings, store, remainingMs, logger } = around;
  const { functions, deadTasksTo } = settings;
  const poked = pokeIn(event);
  const reports = await scavenge({
    labourers: labourers.filter(({ id }) => poked === undefined || id === poked.labourer_id),
    hops: poked?.hops ?? 0,
    store,
    poke: pokeOrchestrator(functions),
    announce: (messages) => tellOfDead(messages, deadTasksTo),
    endsAt: store.now() + remainingMs() - 2_000,
  });
  for (const one of reports)
    logger[one.errors.length > 0 ? "error" : "info"]("scavenged", { ...one });
  if (poked !== undefined) return { labourers: reports };
  const abandoned = await abandonedJobs(store);
  for (const resume of abandoned) await wake(functions.scheduler, { resume });
  return { labourers: reports, resumed: abandoned };
});
