import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { laneKey, parseLane } from "@switchyard/core/orchestration/lanes.ts";
import { lookAtTask } from "@switchyard/core/orchestration/look/task.ts";
import { expect, test } from "vitest";
import { closedRows } from "../orchestration-app.ts";
import { clients, stack } from "../stack.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { rowsIn, soswConfig, tables } from "./tables.ts";

const labourers = { rehearsal: { arn: stack().outputs.rehearsal } };
const mine = ours(labourers);
// The app's own sample labourer: its deployed essentials do the rest.
const job_schema = { chunkable_attrs: [["tenant", {}]] };
const config = {
  ...soswConfig(labourers),
  job_schema,
  job_schema_variants: { default: job_schema },
};

async function idsOf(mark: string): Promise<string[]> {
  const rows = [...(await rowsIn("tasks", "rehearsal")), ...(await rowsIn("closed", "rehearsal"))];
  const found = rows.filter(({ payload }) => String(payload).includes(mark));
  return [...new Set(found.map((row) => String(row["task_id"])))];
}

await besideSosw("a labourer of this project's orchestrator", (sosw) => {
  test("Python's scheduler fills its queue, and each task is done once", async () => {
    const mark = crypto.randomUUID();
    const tenants = Array.from({ length: 5 }, (_, index) => `${mark}-${index}`);
    const job = { lambda_name: "rehearsal", tenants, isolate_tenants: true };
    await sosw({ call: "schedule", name: "sosw_scheduler", config, event: { job } });
    const ids = await idsOf(mark);
    expect(ids).toHaveLength(5);
    for (const row of await closedRows(ids)) {
      expect(row).toMatchObject({ labourer_id_task_status: "rehearsal_1", attempts: 1 });
      const { history } = await lookAtTask(String(row["task_id"]), mine.labourers, mine.store);
      expect(history.map((step) => [step["action"], step["labourer_id"]])).toEqual([
        ["created", "rehearsal"],
        ["invoked", "rehearsal"],
        ["marked_as_completed", "rehearsal"],
        ["archived", "rehearsal"],
      ]);
    }
  });

  test("its tasks get their lanes, once, and wait for their tenant's turn", async () => {
    const tenant = crypto.randomUUID();
    const event = { method: "create_task", labourer: "rehearsal", tenant, wait: 500 };
    for (let made = 0; made < 4; made++) await sosw({ call: "manage", config, event });
    const ids = await idsOf(tenant);
    expect(ids).toHaveLength(4);
    const rows = await closedRows(ids);
    const spans = rows.map((row) => [Number(row["claimed_at"]), Number(row["completed_at"])]);
    const most = Math.max(
      ...spans.map(([at = 0]) => spans.filter(([a = 0, b = 0]) => a <= at && at < b).length),
    );
    expect(most).toBeLessThanOrEqual(2);
    const lane = String(rows[0]?.["lane"]);
    const { Item } = await clients().documents.send(
      new GetCommand({ TableName: tables.flow, Key: laneKey(parseLane(lane)) }),
    );
    // An empty lane's row goes away; counted twice, it would not be empty.
    expect(Item?.["waiting"] ?? 0).toBe(0);
  });
});
