import { RunTaskCommand, StopTaskCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { ecsModel, type TaskToStart } from "./ecs.ts";

function cluster() {
  const started: TaskToStart[] = [];
  const waiting: (() => void)[] = [];
  const clock = {
    now: () => 0,
    after: (_ms: number, act: () => void) => {
      waiting.push(act);
      return () => {};
    },
  };
  const model = ecsModel(clock, seededRandom(1), {
    start: (task) => started.push(task),
    lateness: [1, 2],
    drops: 0,
  });
  return {
    ecs: clientOf<ECSClient>(model),
    started,
    begin: () => waiting.splice(0).forEach((act) => act()),
  };
}

const run = (clientToken?: string) =>
  new RunTaskCommand({
    taskDefinition: "it",
    clientToken,
    overrides: { containerOverrides: [{ environment: [{ name: "WHAT", value: "this" }] }] },
  });

test("a task begins later, with its environment", async () => {
  const { ecs, started, begin } = cluster();
  const { tasks } = await ecs.send(run());
  expect(started).toEqual([]);
  begin();
  expect(started).toEqual([{ arn: tasks?.[0]?.taskArn, environment: { WHAT: "this" } }]);
});

test("the same token asks for the same task", async () => {
  const { ecs, started, begin } = cluster();
  const first = await ecs.send(run("token"));
  const second = await ecs.send(run("token"));
  begin();
  expect(second.tasks?.[0]?.taskArn).toBe(first.tasks?.[0]?.taskArn);
  expect(started).toHaveLength(1);
});

test("an operation that isn't modelled says so", async () => {
  const { ecs } = cluster();
  await expect(ecs.send(new StopTaskCommand({ task: "x" }))).rejects.toThrow(
    /doesn't have StopTask/,
  );
});
