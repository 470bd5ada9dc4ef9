import { expect, test } from "vitest";
import { tellOfDead } from "./dead-tasks.ts";

const messages = ["a", "b"].map(
  (task_id) =>
    ({ task_id, labourer_id: "counter", reason: "attempts", attempts: 3, closed_at: 1 }) as const,
);

/** What was told, and how. */
async function toldTo(to: string | undefined) {
  const told: unknown[] = [];
  const way = (how: string) => async (name: string, message: object) =>
    void told.push([how, name, message]);
  await tellOfDead(messages, to, { publish: way("published"), invoke: way("invoked") } as never);
  return told;
}

test("a topic hears of each dead task, and so does a function", async () => {
  const topic = "arn:aws:sns:eu-west-1:123456789012:DeadTasks";
  expect(await toldTo(topic)).toEqual(messages.map((message) => ["published", topic, message]));
  const worker = "arn:aws:lambda:eu-west-1:123456789012:function:mourner";
  expect(await toldTo(worker)).toEqual(messages.map((message) => ["invoked", worker, message]));
  expect(await toldTo(undefined)).toEqual([]);
});
