import { TaskNotFoundError } from "@switchyard/core/orchestration/errors.ts";
import { lookAtLabourer } from "@switchyard/core/orchestration/look/labourer.ts";
import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { listTasks } from "@switchyard/core/orchestration/look/tasks.ts";
import { labourerOf } from "@switchyard/core/orchestration/operations/operating.ts";
import { explain } from "@switchyard/core/orchestration/orchestrator/explain/explain.ts";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { deployedStore } from "@switchyard/core/orchestration/store/deployed.ts";
import { labourersNow } from "./labourers-now.ts";
import type { OrchestrationServices } from "./orchestration-services.ts";
import { labourerAnswer, taskAnswer, taskSummary } from "./task-answers.ts";

/** Orchestration as this deployment has it. Throws `InvalidSettingsError`, `InvalidOrchestrationConfigError`. */
export function orchestration(
  settings = orchestrationSettings(),
  store = deployedStore(settings),
  labourers = labourersNow,
): OrchestrationServices {
  const labourerNamed = async (id: string) => labourerOf(id, { labourers: await labourers() });
  return {
    labourers: async () => {
      const looks = (await labourers()).map((labourer) => lookAtLabourer(labourer, store));
      return (await Promise.all(looks)).map(labourerAnswer);
    },
    tasks: async ({ labourer, ...asked }) => {
      const { rows, cursor } = await listTasks(await labourerNamed(labourer), asked, store);
      return { tasks: rows.map((row) => taskSummary(row, asked.state, labourer)), cursor };
    },
    explain: async (id) => {
      const { reason, text } = await explain(id, await labourers(), { store });
      if (reason.why === "not_found") throw new TaskNotFoundError(id);
      return { reason: reason.why, detail: text, facts: factsOf(reason) };
    },
    task: async (id) => taskAnswer(await lookAtTask(id, await labourers(), store)),
  };
}

/** What of a reason is a plain value. */
function factsOf(reason: object) {
  const isPlain = (value: unknown): value is string | number | boolean =>
    ["string", "number", "boolean"].includes(typeof value);
  const entries = Object.entries(reason).flatMap(([name, value]: [string, unknown]) =>
    name !== "why" && isPlain(value) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}
