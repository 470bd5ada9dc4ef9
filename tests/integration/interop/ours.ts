import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { assistantOf } from "@switchyard/core/orchestration/assistant/assistant.ts";
import { parseLabourers } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { scavenge } from "@switchyard/core/orchestration/scavenger/scavenge.ts";
import { createTask, readJobSchemas, schedule } from "@switchyard/core/orchestration/scheduler.ts";
import { storeOf } from "@switchyard/core/orchestration/store/store.ts";
import { clients, stack } from "../stack.ts";
import { tables } from "./tables.ts";

/**
 * This project's essentials on the deployed tables, for labourers that the deployed ones don't
 * know. `ahead`: seconds that their clock is ahead.
 */
export function ours(settings: Readonly<Record<string, object>>, ahead = 0) {
  const { documents, lambda, s3 } = clients();
  const labourers = parseLabourers(settings);
  const store = storeOf({
    db: documents,
    tables,
    now: () => Date.now() + ahead * 1_000,
    author: { author: "ours", invocation_id: "i", log_stream_name: "l" },
    retentionDays: 1,
  });
  const poke = async () => undefined;
  const queueBucket = stack().outputs.orchestration["QUEUE_BUCKET"] ?? "";
  const assistant = assistantOf({ store, labourers, poke, pokeScavenger: poke });
  const announced: unknown[] = [];
  return {
    store,
    labourers,
    announced,
    /** One task; its id. */
    async create(labourer: string, payload: object, options: object = {}) {
      const task = { labourer, payload, ...options };
      const made = await createTask(task, { labourers, queueBucket, store, s3 });
      return made.created ? made.task.task_id : "";
    },
    /** A job, split as sosw's configuration says. */
    schedule: (job: object, config: Parameters<typeof readJobSchemas>[0]) =>
      schedule(job, { labourers, queueBucket, store, s3, schemas: readJobSchemas(config) }),
    orchestrate: () => orchestrate({ labourers }, { store, lambda }),
    assist: (request: object) => assist(request, assistant),
    scavenge: () =>
      scavenge({
        store,
        labourers,
        poke,
        announce: async (messages) => void announced.push(...messages),
      }),
  };
}
