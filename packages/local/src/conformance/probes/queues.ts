import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { eventually, mustBe, mustRefuse } from "../expect.ts";
import { type MadeQueue, makeQueue, receive } from "../make/queue.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const queueProbes = probes("Queues", {
  "sqs.redrive": ["After maxReceiveCount a message goes to the dead letters", redrive],
  "sqs.dead-letter-sources": ["A dead-letter queue knows its sources", sources],
  "sqs.move-task": ["StartMessageMoveTask moves dead letters back", moveTask],
  "sqs.visibility": ["A message's visibility is shortened and extended", visibility],
  "sqs.stale-receipt": ["A message that came again isn't ended by its old receipt", staleReceipt],
  "sqs.receive-count": ["Receives are counted", receiveCount],
  "sqs.delay": ["A delayed message comes later", delay],
  "sqs.long-poll": ["A waiting receive returns as soon as a message comes", longPoll],
  "sqs.batch-limit": ["A batch of 11 is refused", batchLimit],
  "sqs.size-limit": ["A message over 1 MiB is refused", sizeLimit],
  "sqs.attributes": ["Message attributes come back", attributes],
  "sqs.counts": ["Waiting and invisible messages are counted apart", counts],
});

async function send(
  { sqs }: World,
  { url }: MadeQueue,
  MessageBody: string,
  DelaySeconds?: number,
) {
  return sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, DelaySeconds }));
}

async function take(
  { sqs }: World,
  { url }: MadeQueue,
  { wait = 0, visible }: { wait?: number; visible?: number } = {},
): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      WaitTimeSeconds: wait,
      VisibilityTimeout: visible,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
}

async function withDeadLetters(world: World, maxReceiveCount: number) {
  const dead = await makeQueue(world);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
  const queue = await makeQueue(world, { RedrivePolicy, VisibilityTimeout: "1" });
  return { dead, queue };
}

async function redrive(world: World) {
  const { dead, queue } = await withDeadLetters(world, 2);
  await send(world, queue, "poison");
  let seen = 0;
  const arrived = await eventually(async () => {
    seen += (await take(world, queue)).length;
    return (await take(world, dead)).at(0);
  }, "the message among the dead letters");
  mustBe([arrived.Body, seen], ["poison", 2], "what arrives, after how many receives");
}

async function sources(world: World) {
  const { dead, queue } = await withDeadLetters(world, 2);
  const list = new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url });
  const { queueUrls = [] } = await world.sqs.send(list);
  mustBe(queueUrls.length === 1 && queueUrls[0]?.endsWith(queue.name), true, "its one source");
}

async function moveTask(world: World) {
  const { dead, queue } = await withDeadLetters(world, 1);
  await send(world, queue, "poison");
  await eventually(async () => {
    await take(world, queue);
    return (await take(world, dead, { visible: 0 })).at(0);
  }, "the message among the dead letters");
  const task = new StartMessageMoveTaskCommand({ SourceArn: dead.arn });
  await world.sqs.send(task).catch((error: unknown) => {
    fails(`refused with ${error instanceof Error ? error.name : "an error"}`);
  });
  await receive(world, queue, { wanted: (body) => body === "poison" });
}

async function visibility(world: World) {
  const queue = await makeQueue(world, { VisibilityTimeout: "30" });
  await send(world, queue, "a");
  const [first] = await take(world, queue, { wait: 5 });
  const change = (VisibilityTimeout: number, ReceiptHandle: string | undefined) =>
    world.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout }),
    );
  await change(0, first?.ReceiptHandle);
  const [again] = await take(world, queue, { wait: 5, visible: 1 });
  mustBe(again?.Body, "a", "visible at once after 0");
  await change(30, again?.ReceiptHandle);
  await sleep(1_500);
  mustBe(await take(world, queue), [], "still invisible after it was extended");
}

async function staleReceipt(world: World) {
  const queue = await makeQueue(world);
  await send(world, queue, "a");
  const [first] = await take(world, queue, { wait: 5, visible: 1 });
  const [again] = await take(world, queue, { wait: 5, visible: 30 });
  mustBe(first?.ReceiptHandle !== again?.ReceiptHandle, true, "each receive has its own receipt");
}

async function receiveCount(world: World) {
  const queue = await makeQueue(world);
  await send(world, queue, "a");
  await take(world, queue, { wait: 5, visible: 0 });
  const [again] = await take(world, queue, { wait: 5 });
  mustBe(again?.Attributes?.ApproximateReceiveCount, "2", "at the second receive");
  const sent = Number(again?.Attributes?.SentTimestamp);
  mustBe(Math.abs(Date.now() - sent) < 60_000, true, "SentTimestamp in milliseconds");
}

async function delay(world: World) {
  const queue = await makeQueue(world);
  await send(world, queue, "a", 2);
  mustBe(await take(world, queue), [], "before its delay");
  await receive(world, queue);
}

async function longPoll(world: World) {
  const queue = await makeQueue(world);
  const started = performance.now();
  const waiting = take(world, queue, { wait: 10 });
  await sleep(700);
  await send(world, queue, "a");
  mustBe((await waiting).length, 1, "messages");
  const waited = performance.now() - started;
  mustBe(waited > 500 && waited < 3_000, true, "it returned with the message");
  const empty = performance.now();
  await take(world, queue, { wait: 2 });
  mustBe(performance.now() - empty > 1_500, true, "an empty one waits");
}

async function batchLimit(world: World) {
  const queue = await makeQueue(world);
  const Entries = Array.from({ length: 11 }, (_, i) => ({ Id: String(i), MessageBody: "a" }));
  const batch = new SendMessageBatchCommand({ QueueUrl: queue.url, Entries });
  const names = [
    "TooManyEntriesInBatchRequest",
    "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  ];
  await mustRefuse(world.sqs.send(batch), "11 messages", ...names);
}

async function sizeLimit(world: World) {
  const queue = await makeQueue(world);
  await send(world, queue, "x".repeat(1024 ** 2)).catch(() => fails("1 MiB: refused"));
  const long = send(world, queue, "x".repeat(1024 ** 2 + 1));
  await mustRefuse(long, "a byte more", "InvalidParameterValue");
}

async function attributes(world: World) {
  const queue = await makeQueue(world);
  const MessageAttributes = {
    text: { DataType: "String", StringValue: "ü" },
    number: { DataType: "Number", StringValue: "1.5" },
  };
  const message = { QueueUrl: queue.url, MessageBody: "a", MessageAttributes };
  await world.sqs.send(new SendMessageCommand(message));
  const [got] = await receive(world, queue);
  mustBe(got?.MessageAttributes, MessageAttributes, "the attributes");
}

async function counts(world: World) {
  const queue = await makeQueue(world);
  for (const body of ["a", "b", "c"]) await send(world, queue, body);
  await take(world, queue, { wait: 5, visible: 30 });
  const ask = new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ["All"] });
  const found = await eventually(async () => {
    const { Attributes = {} } = await world.sqs.send(ask);
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    const both = [ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible];
    return both[1] === "1" ? both : undefined;
  }, "one invisible message");
  mustBe(found, ["2", "1"], "waiting and invisible");
}
