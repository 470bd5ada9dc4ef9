import { expect, test } from "vitest";
import { workerSettings } from "./settings.ts";

test("a worker's settings have sosw's names by default", () => {
  expect(workerSettings({ QUEUE_BUCKET: "" })).toEqual({
    assistant: "sosw_worker_assistant",
    queueBucket: undefined,
    deadTopic: "SoswWorkerErrors",
  });
});

test("a worker's settings come from its environment", () => {
  const env = { WORKER_ASSISTANT: "a-dev", QUEUE_BUCKET: "queue", DEAD_SNS_TOPIC: "errors" };
  expect(workerSettings(env)).toEqual({
    assistant: "a-dev",
    queueBucket: "queue",
    deadTopic: "errors",
  });
});
