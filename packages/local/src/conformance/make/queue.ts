import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { eventually } from "../expect.ts";
import { type World } from "../world.ts";

export interface MadeQueue {
  readonly url: string;
  readonly arn: string;
  readonly name: string;
}

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** A new queue that every AWS service may send to, removed when the probe ends. */
export async function makeQueue(world: World, attributes: Attributes = {}): Promise<MadeQueue> {
  const name = world.name("queue");
  const arn = `arn:aws:sqs:${world.region}:${world.accountId}:${name}`;
  const create = new CreateQueueCommand({
    QueueName: name,
    Attributes: { Policy: openToServices(arn), ...attributes },
  });
  const { QueueUrl: url = "" } = await world.sqs.send(create);
  world.onEnd(() => world.sqs.send(new DeleteQueueCommand({ QueueUrl: url })));
  return { url, arn, name };
}

function openToServices(arn: string) {
  const Service = ["s3", "sns", "events", "scheduler"].map((name) => `${name}.amazonaws.com`);
  const statement = { Effect: "Allow", Principal: { Service }, Action: "sqs:SendMessage" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Resource: arn }] });
}

/** Receives, and deletes, until `count` messages that are `wanted` have come; in that order. */
export async function receive(
  { sqs }: World,
  { url, name }: MadeQueue,
  {
    count = 1,
    wanted = () => true,
    withinMs = 20_000,
  }: { count?: number; wanted?: (body: string) => boolean; withinMs?: number } = {},
): Promise<Message[]> {
  const got: Message[] = [];
  const look = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length > 0) {
      const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    }
    got.push(...Messages.filter(({ Body = "" }) => wanted(Body)));
    return got.length >= count ? got : undefined;
  };
  const kind = name.startsWith("probe-queue") ? "the queue" : name;
  return eventually(look, `${count === 1 ? "a message" : `${count} messages`} in ${kind}`, {
    withinMs,
    everyMs: 10,
  });
}

/** What messages say, in the order of the alphabet: queues keep none. */
export function bodiesOf(messages: readonly Message[]): string[] {
  return messages.map(({ Body = "" }) => Body).toSorted();
}
