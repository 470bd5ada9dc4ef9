import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
  type ReceiveMessageCommandOutput,
} from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { type Clock, type CommandLike, type ServiceModel } from "../model.ts";
import { type Random } from "../random.ts";
import { trusted } from "../trusted.ts";
import { failedItems } from "./batch-response.ts";
import { type LambdaFunction } from "./function.ts";

export interface EventSourceSettings {
  readonly queueUrl: string;
  readonly queueArn: string;
  /** Messages of one invocation, 1 to 10. */
  readonly batchSize: number;
  /** Invocations at once. */
  readonly concurrency: number;
  /** Whether the function's answer names the messages that failed. */
  readonly reportsItemFailures: boolean;
  /** How probably (0 to 1) messages that are done aren't deleted, and come again. */
  readonly lostDeletes: number;
  /** Ms between two looks at the queue, drawn anew each time. */
  readonly pause: readonly [number, number];
}

interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly sqs: ServiceModel;
  readonly target: LambdaFunction;
}

/** Hands a queue's messages to a function until it is stopped, as Lambda's own pollers do. */
export function startEventSource(world: World, settings: EventSourceSettings): () => void {
  let [running, idle, stopped] = [0, 0, false];
  const { clock, random } = world;
  const pause = () => random.between(...settings.pause) * Math.min(2 ** idle, slowest);
  const look = async () => {
    if (stopped) return;
    clock.after(pause(), () => void look());
    if (running >= settings.concurrency) return;
    running++;
    try {
      const messages = await take(world, settings);
      idle = messages.length > 0 ? 0 : idle + 1;
      if (messages.length > 0) await handOver(messages, world, settings);
    } finally {
      running--;
    }
  };
  clock.after(pause(), () => void look());
  return () => {
    stopped = true;
  };
}

/** A queue that stays empty is looked at this many times more rarely. */
const slowest = 16;

async function take(world: World, settings: EventSourceSettings): Promise<Message[]> {
  const { queueUrl: QueueUrl, batchSize } = settings;
  const MaxNumberOfMessages = world.random.between(1, batchSize);
  const { Messages = [] } = await ask<ReceiveMessageCommandOutput>(
    world,
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
}

async function handOver(
  messages: readonly Message[],
  world: World,
  settings: EventSourceSettings,
): Promise<void> {
  const { queueUrl: QueueUrl } = settings;
  const Records = messages.map((message) => recordOf(message, settings.queueArn));
  const result = await world.target.invoke({ Records });
  const failed = failedItems(result, Records, settings.reportsItemFailures);
  const done = Records.filter(({ messageId }) => !failed.has(messageId));
  if (done.length === 0 || world.random.chance(settings.lostDeletes)) return;
  const Entries = done.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
  }));
  await ask(world, new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}

async function ask<Answer>({ sqs }: World, command: CommandLike): Promise<Answer> {
  const request = await sqs.prepare(command);
  return trusted(request.decode(await request.apply()));
}

function recordOf(message: Message, eventSourceARN: string): SQSRecord {
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: trusted(message.Attributes ?? {}),
    messageAttributes: trusted(attributesOf(message)),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion: "us-east-1",
  };
}

/** Lambda writes a message's attributes in its own way. */
function attributesOf({ MessageAttributes = {} }: Message) {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue && Buffer.from(BinaryValue).toString("base64"),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}
