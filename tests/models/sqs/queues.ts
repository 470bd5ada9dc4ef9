import {
  type CreateQueueCommandInput,
  type GetQueueAttributesCommandInput,
  type QueueAttributeName,
  type SetQueueAttributesCommandInput,
} from "@aws-sdk/client-sqs";
import { settingsFrom } from "./attributes.ts";
import { invalidValue, noSuchQueue, queueExists } from "./errors.ts";
import { expire, type Queue, type Queues } from "./queue.ts";

const account = "000000000000";
const byDefault = {
  visibilityTimeout: 30,
  delay: 0,
  retention: 345_600,
  waitTime: 0,
  redrive: undefined,
};

/** Throws `QueueDoesNotExist`. */
export function queueOf({ byUrl }: Queues, url: string | undefined): Queue {
  const queue = byUrl.get(url ?? "");
  if (!queue) throw noSuchQueue();
  return queue;
}

/** Made again with the same attributes it is the same queue. */
export function createQueue(
  queues: Queues,
  { QueueName = "", Attributes }: CreateQueueCommandInput,
) {
  if (!/^[\w-]{1,80}$/.test(QueueName)) {
    throw invalidValue(
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
  const url = `https://sqs.us-east-1.amazonaws.com/${account}/${QueueName}`;
  const settings = settingsFrom(Attributes ?? {}, byDefault);
  const present = queues.byUrl.get(url);
  if (present && JSON.stringify(present.settings) !== JSON.stringify(settings))
    throw queueExists(QueueName);
  if (!present) {
    const arn = `arn:aws:sqs:us-east-1:${account}:${QueueName}`;
    queues.byUrl.set(url, { name: QueueName, url, arn, settings, messages: new Map() });
  }
  return { QueueUrl: url };
}

export function getQueueUrl(queues: Queues, { QueueName }: CreateQueueCommandInput) {
  const found = [...queues.byUrl.values()].find(({ name }) => name === QueueName);
  if (!found) throw noSuchQueue();
  return { QueueUrl: found.url };
}

export function setAttributes(queue: Queue, { Attributes }: SetQueueAttributesCommandInput) {
  queue.settings = settingsFrom(Attributes ?? {}, queue.settings);
  return {};
}

/** Counts are exact here; on AWS they are approximate. */
export function getAttributes(queues: Queues, queue: Queue, input: GetQueueAttributesCommandInput) {
  expire(queues, queue);
  const { settings, arn } = queue;
  const now = queues.context.now();
  const messages = [...queue.messages.values()];
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receives }) => receives === 0).length;
  const all: Partial<Record<QueueAttributeName, string>> = {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(settings.visibilityTimeout),
    DelaySeconds: String(settings.delay),
    MessageRetentionPeriod: String(settings.retention),
    ReceiveMessageWaitTimeSeconds: String(settings.waitTime),
    ...(settings.redrive && { RedrivePolicy: redriveText(settings.redrive) }),
  };
  const asked = new Set<string>(input.AttributeNames);
  const wanted = Object.entries(all).filter(([name]) => asked.has("All") || asked.has(name));
  return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
}

function redriveText({ targetArn, maxReceives }: NonNullable<Queue["settings"]["redrive"]>) {
  return JSON.stringify({ deadLetterTargetArn: targetArn, maxReceiveCount: maxReceives });
}
