import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { invokeTask } from "@switchyard/core/orchestration/orchestrator/invoke-task.ts";
import { pokeIn } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import {
  startedOf,
  startIn,
  type Start,
} from "@switchyard/core/orchestration/orchestrator/start-one.ts";
import { essential, type Essential } from "./essential.ts";

/** Starts the tasks that may start: every minute all labourers', when poked one's, when asked just one. */
export const handler = essential("orchestrator", async (around) => {
  const { event, labourers, logger } = around;
  const start = startIn(event);
  if (start) return startOne(start, around);
  const report = await orchestrate({ labourers, poke: pokeIn(event) }, yardIn(around));
  for (const one of report.labourers) {
    const level = one.errors.length > 0 ? "error" : "info";
    if (one.outcome !== "held") logger[level]("orchestrated", { ...one });
  }
  return { started: report.started };
});

async function startOne(
  { task_id: taskId, beyond_limits: beyondLimits }: Start,
  around: Essential,
) {
  const request = { taskId, labourers: around.labourers, beyondLimits };
  const answer = await invokeTask(request, yardIn(around));
  const told = startedOf(answer);
  around.logger.info("asked to start one", { task_id: taskId, ...told, report: answer.report });
  return told;
}

const yardIn = ({ settings, store, remainingMs }: Essential) => ({
  store,
  orchestrator: settings.functions.orchestrator,
  endsAt: store.now() + remainingMs() - 2_000,
});
