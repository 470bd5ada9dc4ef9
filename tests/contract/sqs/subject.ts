import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";

type Client = Pick<SQSClient, "send">;

/** Queues to try things on: each check makes its own. */
export interface SqsSubject {
  readonly sqs: Client;
  /** A name that no other check uses. */
  readonly name: string;
  /** Lets time pass, in ms. */
  readonly wait: (ms: number) => Promise<void>;
  /** Is told of every queue that is made. */
  readonly made: (url: string) => void;
}

export interface TestQueue {
  readonly url: string;
  readonly arn: string;
}

/** Makes a queue of the check's own. */
export async function makeQueue(
  { sqs, name, made }: SqsSubject,
  suffix: string,
  Attributes: Record<string, string> = {},
): Promise<TestQueue> {
  const { QueueUrl: url = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: `${name}-${suffix}`, Attributes }),
  );
  made(url);
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] });
  return { url, arn: (await sqs.send(asked)).Attributes?.["QueueArn"] ?? "" };
}

export async function removeQueue(sqs: Client, QueueUrl: string): Promise<void> {
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
}

export async function send({ sqs }: SqsSubject, { url }: TestQueue, MessageBody: string) {
  return sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
}

/** Receives once, up to ten messages. */
export async function receive(
  { sqs }: SqsSubject,
  { url }: TestQueue,
  more: { VisibilityTimeout?: number } = {},
): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
      ...more,
    }),
  );
  return Messages;
}
