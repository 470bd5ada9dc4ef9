import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { describe, expect, test, vi } from "vitest";
import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { operateLabourer } from "@switchyard/core/orchestration/operations/labourer.ts";
import { operateTask } from "@switchyard/core/orchestration/operations/task.ts";
import { takeLease } from "@switchyard/core/orchestration/orchestrator/lease.ts";
import { orchestrate } from "@switchyard/core/orchestration/orchestrator/orchestrate.ts";
import { createTask } from "@switchyard/core/orchestration/scheduler/create-task.ts";
import { explainTask } from "../../../scripts/orchestration/tasks/explain.ts";
import type { Deployment } from "../../../scripts/orchestration/deployment.ts";
import { withSend } from "../../models/client.ts";
import { byTenant, queueFor } from "./flow/lanes.ts";
import { queueTasks, yardWorld } from "./orchestrator/yard.ts";
import { labourer, noon } from "./world.ts";

// `npm run tasks -- explain <id>` prints the one reason that holds a task; each is brought about by
// what brings it about in real life, and run by the real orchestrator on tables in memory.

type World = Awaited<ReturnType<typeof yardWorld>>;
const one = labourer();
const at = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();

/** What the command prints, for people and for programs. */
async function printed(id: string, world: World, labourers: readonly Labourer[] = [one]) {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const deployment = { labourers, store: world.store } as unknown as Deployment;
  try {
    await explainTask(id, { deployment, json: false });
    await explainTask(id, { deployment, json: true });
  } finally {
    log.mockRestore();
  }
  const [text = "", json = "{}"] = lines;
  const { reason } = JSON.parse(json) as { reason: { why: string } };
  return { text, why: reason.why };
}
const operating = (world: World, labourers: readonly Labourer[] = [one]) => ({
  store: world.store,
  labourers,
  poke: async () => undefined,
});
const ann = { by: "ann", reason: "a full disk" };

describe("explain prints", () => {
  test("that the labourer's limit is reached", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await orchestrate({ labourers: [one] }, world.yard);
    expect(await printed("t1", world)).toEqual({
      text: "1 of the labourer's 1 allowed tasks run.",
      why: "labourer_limit",
    });
  });

  test("that its key's limit is reached", async () => {
    const world = await yardWorld();
    const labourers = [byTenant({ concurrency: 1 }, { max_simultaneous_invocations: 9 })];
    await queueFor(world.store, "red", 2);
    await orchestrate({ labourers }, world.yard);
    expect(await printed("red-1", world, labourers)).toEqual({
      text: "1 of 1 allowed tasks of red run.",
      why: "key_limit",
    });
  });

  test("that the labourer's rate, or its key's, has no token until then", async () => {
    const labourers = [
      labourer({
        max_simultaneous_invocations: 9,
        flow: { rate_limit: { limit: 1, period: 60 } },
      }),
    ];
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await orchestrate({ labourers }, world.yard);
    expect(await printed("t1", world, labourers)).toEqual({
      text: `The labourer's rate limit lets the next task start at ${at(60)}.`,
      why: "labourer_rate",
    });
    const tenants = [
      byTenant({ rate: { limit: 1, period: 30 } }, { max_simultaneous_invocations: 9 }),
    ];
    const other = await yardWorld();
    await queueFor(other.store, "red", 2);
    await orchestrate({ labourers: tenants }, other.yard);
    expect(await printed("red-1", other, tenants)).toEqual({
      text: `The rate limit of red lets its next task start at ${at(30)}.`,
      why: "key_rate",
    });
  });

  test("that the labourer's health lets nothing start, and which metric decided", async () => {
    const metric = (Name: string) => ({
      details: { Name, Namespace: "Databases" },
      feelings: { 4: 10, 3: 50 },
      feeling_comparison_operator: "<=" as const,
    });
    const labourers = [labourer({ health_metrics: { cpu: metric("CPU"), disk: metric("Disk") } })];
    const cloudWatch = withSend<CloudWatchClient>(async ({ input }) => {
      const { MetricDataQueries: asked = [] } = input as {
        MetricDataQueries?: { Id: string; MetricStat: { Metric: { MetricName: string } } }[];
      };
      const valueOf = (name: string) => (name === "Disk" ? 93 : 20);
      return {
        MetricDataResults: asked.map(({ Id, MetricStat }) => ({
          Id,
          Timestamps: [new Date(noon)],
          Values: [valueOf(MetricStat.Metric.MetricName)],
        })),
      };
    });
    const world = await yardWorld({ cloudWatch: () => cloudWatch });
    await queueTasks(world.store, 1);
    await orchestrate({ labourers }, world.yard);
    expect(world.events).toEqual([]);
    expect(await printed("t0", world, labourers)).toEqual({
      text: "The labourer's health is 0, Bad because of disk at 93.",
      why: "health",
    });
  });

  test("that the labourer is paused, by whom and why, or the task itself is", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 2);
    await operateTask("t1", "pause", ann, operating(world));
    await operateLabourer("counter", "pause", ann, operating(world));
    await orchestrate({ labourers: [one] }, world.yard);
    expect(world.events).toEqual([]);
    expect(await printed("t0", world)).toEqual({
      text: "The labourer is paused by ann: a full disk",
      why: "labourer_paused",
    });
    expect(await printed("t1", world)).toEqual({
      text: "It is set aside until somebody resumes it.",
      why: "task_paused",
    });
  });

  test("until when it is delayed", async () => {
    const world = await yardWorld();
    const created = await createTask(
      { labourer: "counter", payload: {}, desired_launch_time: noon / 1_000 + 3_600 },
      { labourers: [one], queueBucket: "queue", store: world.store, poke: async () => undefined },
    );
    const { task_id: id } = created.created ? created.task : { task_id: "none" };
    expect(await printed(id, world)).toEqual({
      text: `It is delayed until ${at(3_600)}.`,
      why: "delayed",
    });
  });

  test("behind how many it waits", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 5);
    expect(await printed("t3", world)).toEqual({
      text: "It waits behind 3 others.",
      why: "behind",
    });
  });

  test("that another run holds the lease", async () => {
    const world = await yardWorld();
    await queueTasks(world.store, 1);
    await takeLease("counter", { news: undefined }, world.yard);
    expect(await printed("t0", world)).toEqual({
      text: `Another run of the orchestrator holds the labourer until ${at(30)} at most.`,
      why: "lease",
    });
  });

  test("that there is no such task, with exit code 1", async () => {
    const world = await yardWorld();
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const deployment = { labourers: [one], store: world.store } as unknown as Deployment;
    expect(await explainTask("t9", { deployment, json: false })).toBe(1);
    expect(log).toHaveBeenCalledWith("There is no such task.");
    log.mockRestore();
  });
});
