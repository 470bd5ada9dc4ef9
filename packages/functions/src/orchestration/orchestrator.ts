import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { essential } from "./essential.ts";

/** Starts the tasks that may start: every minute all labourers', when poked one's. */
export const handler = essential("orchestrator", async (around) => {
  const { event, labourers, settings, store, remainingMs, logger } = around;
  const report = await orchestrate(
    { labourers, poke: pokeIn(event) },
    {
      store,
      orchestrator: settings.functions.orchestrator,
      endsAt: store.now() + remainingMs() - 2_000,
    },
  );
  for (const one of report.labourers) {
    const level = one.errors.length > 0 ? "error" : "info";
    if (one.outcome !== "held") logger[level]("orchestrated", { ...one });
  }
  return { started: report.started };
});
