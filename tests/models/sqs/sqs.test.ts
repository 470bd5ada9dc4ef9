import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { sqsModel } from "./sqs.ts";

async function queue(options: Parameters<typeof sqsModel>[1], Attributes = {}) {
  const clock = { now: 1_000_000 };
  const model = sqsModel({ now: () => clock.now, random: seededRandom(6) }, options);
  const sqs = clientOf<SQSClient>(model);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q", Attributes }));
  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const receive = async (VisibilityTimeout = 30) =>
    (
      await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout }),
      )
    ).Messages ?? [];
  return { sqs, QueueUrl, clock, send, receive, model };
}

describe("a queue in memory", () => {
  test("keeps the order unless it is told not to", async () => {
    expect(await bodies(false)).toBe("abcdefghij");
    expect(await bodies(true)).not.toBe("abcdefghij");
  });
  test("may hand a message out again though it is hidden, or deleted", async () => {
    const { send, receive, clock, sqs, QueueUrl } = await queue({ duplicates: 0.5 });
    for (const body of "abcdefghij".split("")) await send(body);
    let received = 0;
    for (let round = 0; round < 60; round++) {
      for (const { ReceiptHandle } of await receive()) {
        received++;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      clock.now += 5_000;
    }
    expect(received).toBeGreaterThan(10);
    expect(await receive()).toEqual([]);
  });
  test("an old receipt deletes nothing", async () => {
    const { send, receive, sqs, QueueUrl } = await queue({});
    await send("x");
    const [old] = await receive(0);
    await receive(0);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: old?.ReceiptHandle }));
    expect(await receive()).toHaveLength(1);
  });
  test("drops what was kept longer than its retention", async () => {
    const { send, receive, clock } = await queue({}, { MessageRetentionPeriod: "60" });
    await send("x");
    clock.now += 61_000;
    expect(await receive()).toEqual([]);
  });
  test("hides a message for at most twelve hours in all", async () => {
    const { send, receive, clock, sqs, QueueUrl } = await queue({});
    await send("x");
    const [message] = await receive(43_200);
    clock.now += 3_600_000;
    const change = new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 43_200,
    });
    await expect(sqs.send(change)).rejects.toThrow(/beyond the limit/);
  });
  test("is emptied by a purge, and filled by other services", async () => {
    const { model, receive, sqs, QueueUrl } = await queue({});
    model.deliver("arn:aws:sqs:us-east-1:000000000000:q", "from elsewhere");
    model.deliver("arn:aws:sqs:us-east-1:000000000000:none", "to nowhere");
    expect(await receive(0)).toMatchObject([{ Body: "from elsewhere" }]);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive()).toEqual([]);
  });
});

async function bodies(reorders: boolean) {
  const { send, receive } = await queue({ reorders });
  for (const body of "abcdefghij".split("")) await send(body);
  return (await receive()).map(({ Body }) => Body).join("");
}
