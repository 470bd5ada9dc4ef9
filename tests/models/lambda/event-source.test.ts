import { CreateQueueCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { sqsModel } from "../sqs/sqs.ts";
import { running, testClock } from "../testing.ts";
import { trusted } from "../trusted.ts";
import { startEventSource } from "./event-source.ts";
import { lambdaFunction } from "./function.ts";

describe("an event source", () => {
  test("deletes what is done; what failed comes again alone", async () => {
    const seen: string[] = [];
    let fails = true;
    const { run, send } = await source((bodies) => {
      seen.push(...bodies);
      return fails ? ["b"] : [];
    });
    for (const body of ["a", "b", "c"]) await send(body);
    await run(5_000);
    expect(seen.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["a", "b", "c"]);
    fails = false;
    await run(20_000);
    expect(seen.filter((body) => body === "b")).toHaveLength(2);
    await run(60_000);
    expect(seen).toHaveLength(4);
  });
  test("brings a message again when its deletion was lost", async () => {
    const seen: string[] = [];
    const { run, send } = await source((bodies) => void seen.push(...bodies), 1);
    await send("a");
    await run(30_000);
    expect(seen.length).toBeGreaterThan(1);
  });
  test("takes nothing once it is stopped", async () => {
    const seen: string[] = [];
    const { run, send, stop } = await source((bodies) => void seen.push(...bodies));
    stop();
    await send("a");
    await run(30_000);
    expect(seen).toEqual([]);
  });
});

async function source(handle: (bodies: string[]) => unknown, lostDeletes = 0) {
  const { clock, run } = testClock();
  const random = seededRandom(3);
  const sqs = sqsModel({ now: () => clock.now(), random });
  const client = clientOf<SQSClient>(sqs);
  const Attributes = { VisibilityTimeout: "10" };
  const { QueueUrl = "" } = await client.send(
    new CreateQueueCommand({ QueueName: "q", Attributes }),
  );
  const start = (event: unknown) => {
    const { Records } = trusted<{ Records: { body: string; messageId: string }[] }>(event);
    const failed = trusted<string[]>(handle(Records.map(({ body }) => body)) ?? []);
    const batchItemFailures = Records.filter(({ body }) => failed.includes(body)).map(
      ({ messageId }) => ({ itemIdentifier: messageId }),
    );
    return running(Promise.resolve({ batchItemFailures }));
  };
  const target = lambdaFunction(clock, { timeout: 1_000, start });
  const stop = startEventSource(
    { clock, random, sqs, target },
    {
      queueUrl: QueueUrl,
      queueArn: "arn",
      batchSize: 10,
      concurrency: 2,
      reportsItemFailures: true,
      lostDeletes,
      pause: [100, 200],
    },
  );
  const send = (MessageBody: string) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return { run, send, stop };
}
