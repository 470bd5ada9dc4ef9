import * as z from "zod/mini";

const SnsEvent = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })).check(z.minLength(1)),
});
const SnsMessage = z.object({ Message: z.string(), TopicArn: z.string() });
const SqsEvent = z.object({
  Records: z
    .array(z.object({ eventSource: z.literal("aws:sqs"), body: z.string() }))
    .check(z.minLength(1)),
});

/** An event may be wrapped so often; more is an endless loop. */
const depth = 10;

/**
 * The messages inside an event of SNS or SQS, however they are wrapped in each other; any other
 * event comes back alone. Messages are JSON, or stay text. Seed: unwrap_event_recursively.
 */
export function unwrapEvent(event: unknown): unknown[] {
  let messages = [event];
  for (let layer = 0; layer < depth; layer++) {
    const inside = messages.map((message) => unwrapped(message));
    if (inside.every((found) => found === undefined)) return messages;
    messages = messages.flatMap((message, at) => inside[at] ?? [message]);
  }
  return messages;
}

function unwrapped(event: unknown): unknown[] | undefined {
  const sqs = z.safeParse(SqsEvent, event);
  if (sqs.success) return sqs.data.Records.map(({ body }) => valueIn(body));
  const sns = z.safeParse(SnsEvent, event);
  if (sns.success) return sns.data.Records.map(({ Sns }) => valueIn(Sns.Message));
  const message = z.safeParse(SnsMessage, event);
  return message.success && message.data.TopicArn.includes(":sns:")
    ? [valueIn(message.data.Message)]
    : undefined;
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
