import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { bulk, previewBulk } from "@switchyard/core/orchestration/operations/bulk.ts";
import { operateJob } from "@switchyard/core/orchestration/operations/job.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import type { Operating } from "@switchyard/core/orchestration/operations/operating.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { askToStart } from "@switchyard/core/orchestration/orchestrator/start-one.ts";
import { startTask } from "@switchyard/core/orchestration/operations/start-task.ts";
import { poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { deployedStore } from "@switchyard/core/orchestration/store/deployed.ts";
import { labourersNow } from "./labourers-now.ts";
import type { OperationServices } from "./orchestration-services.ts";
import { taskSummary } from "./task-answers.ts";

/** Ms that a request may work on many tasks; the function itself has 20 seconds. */
const mostMs = 14_000;

type Ask = Parameters<typeof startTask>[3]["ask"];

/** What people may do here. Each change is written with who made it, and why. */
export function operationServices(
  requestId: string,
  make: () => Promise<Operating> = () => operatingAs(requestId),
): OperationServices {
  return {
    operateLabourer: async (id, action, who) => operateLabourer(id, action, who, await make()),
    operateTask: async (id, action, who) => operateTask(id, action, who, await make()),
    startTask: async (id, how, who) => {
      const { orchestrator } = orchestrationSettings().functions;
      const ask: Ask = (start) => askToStart(start, { lambda: lambdaClient(), orchestrator });
      return startTask(id, how, who, { ...(await make()), ask });
    },
    operateJob: async (id, action, who) => {
      const operating = await make();
      const until = { endsAt: operating.store.now() + mostMs };
      const { changed, tasks } = await operateJob(id, action, who, operating, until);
      return { changed, isUnfinished: tasks?.unfinished };
    },
    bulk: async ({ action, filter, reason, preview }, by) => {
      const asked = { action, filter };
      const operating = await make();
      if (!preview) {
        const who = { by, reason };
        const until = { endsAt: operating.store.now() + mostMs };
        const done = await bulk(asked, who, operating, until);
        return {
          count: done.changed,
          isMore: done.unfinished,
          first: [],
          failed: [...done.failed],
        };
      }
      const { count, isMore, first } = await previewBulk(asked, operating);
      const state = filter.state ?? usual[action];
      return { count, isMore, first: first.map((row) => taskSummary(row, state, filter.labourer)) };
    },
  };
}

/** What the tasks of a preview are shown as, where the filter doesn't say. */
const usual = { retry: "retrying", redrive: "dead", cancel: "queued" } as const;

async function operatingAs(requestId: string): Promise<Operating> {
  const settings = orchestrationSettings();
  const { orchestrator } = settings.functions;
  const author = { author: "api", invocation_id: requestId, log_stream_name: "" };
  return {
    labourers: await labourersNow(),
    store: deployedStore(settings, author),
    poke: (news) => poke(news, { lambda: lambdaClient(), orchestrator }),
  };
}
