import {
  ChangeMessageVisibilityCommand,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { type Contract } from "./contract.ts";
import { refusal, refused } from "./expectations.ts";
import { makeQueue, receive, send, type SqsSubject, type TestQueue } from "./sqs/subject.ts";

/** What core and the tests rely on of SQS. */
export const sqsContract: Contract<SqsSubject> = {
  "a message is received with its body, its attributes and its count": async (subject) => {
    const queue = await makeQueue(subject, "q");
    const MessageAttributes = { why: { DataType: "String", StringValue: "because" } };
    const { MessageId, MD5OfMessageBody } = await subject.sqs.send(
      new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "hello", MessageAttributes }),
    );
    expect(MD5OfMessageBody).toBe("5d41402abc4b2a76b9719d911017c592");
    expect(await receive(subject, queue)).toMatchObject([
      {
        MessageId,
        Body: "hello",
        MD5OfBody: MD5OfMessageBody,
        Attributes: { ApproximateReceiveCount: "1", SentTimestamp: expect.stringMatching(/^\d+$/) },
        MessageAttributes,
      },
    ]);
  },
  "an empty queue answers without messages": async (subject) => {
    expect(await receive(subject, await makeQueue(subject, "q"))).toEqual([]);
  },
  "a received message is hidden, then comes again with a new receipt and count": async (
    subject,
  ) => {
    const queue = await makeQueue(subject, "q", { VisibilityTimeout: "1" });
    await send(subject, queue, "x");
    const [first] = await receive(subject, queue);
    expect(await receive(subject, queue)).toEqual([]);
    const [second] = await untilReceived(subject, queue);
    expect(second).toMatchObject({ Body: "x", Attributes: { ApproximateReceiveCount: "2" } });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  },
  "a deleted message doesn't come again; deleting it again is no error": async (subject) => {
    const { sqs, wait } = subject;
    const queue = await makeQueue(subject, "q", { VisibilityTimeout: "1" });
    await send(subject, queue, "x");
    const [message] = await receive(subject, queue);
    const take = { QueueUrl: queue.url, ReceiptHandle: message?.ReceiptHandle };
    await sqs.send(new DeleteMessageCommand(take));
    await sqs.send(new DeleteMessageCommand(take));
    await wait(1_500);
    expect(await receive(subject, queue)).toEqual([]);
  },
  "visibility can be taken away and given": async (subject) => {
    const { sqs, wait } = subject;
    const queue = await makeQueue(subject, "q", { VisibilityTimeout: "1" });
    await send(subject, queue, "x");
    const [first] = await receive(subject, queue);
    const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queue.url,
          ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(first?.ReceiptHandle, 60);
    await wait(1_500);
    expect(await receive(subject, queue)).toEqual([]);
    await change(first?.ReceiptHandle, 0);
    expect(await receive(subject, queue)).toMatchObject([{ Body: "x" }]);
  },
  "the visibility of a message that isn't in flight can't be changed": async (subject) => {
    const { sqs } = subject;
    const queue = await makeQueue(subject, "q");
    await send(subject, queue, "x");
    const [first] = await receive(subject, queue, { VisibilityTimeout: 1 });
    await subject.wait(1_500);
    const late = { QueueUrl: queue.url, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 9 };
    const error = await refusal(sqs.send(new ChangeMessageVisibilityCommand(late)));
    // Documented as the one, seen as the other.
    expect(["MessageNotInflight", "InvalidParameterValue"]).toContain(error.name);
  },
  "a delay hides a new message": async (subject) => {
    const queue = await makeQueue(subject, "q");
    const delayed = { QueueUrl: queue.url, MessageBody: "later", DelaySeconds: 1 };
    await subject.sqs.send(new SendMessageCommand(delayed));
    expect(await receive(subject, queue)).toEqual([]);
    expect(await untilReceived(subject, queue)).toMatchObject([{ Body: "later" }]);
  },
  "received too often, a message goes to the dead-letter queue as it is": async (subject) => {
    const dead = await makeQueue(subject, "dead");
    const queue = await makeQueue(subject, "q", redrive(dead, 2));
    const { MessageId } = await send(subject, queue, "x");
    for (let count = 1; count <= 2; count++) {
      expect(await receive(subject, queue, { VisibilityTimeout: 0 })).toHaveLength(1);
    }
    expect(await receive(subject, queue)).toEqual([]);
    expect(await untilReceived(subject, dead)).toMatchObject([{ MessageId, Body: "x" }]);
  },
  "a batch sends, hides and deletes each by itself": async (subject) => {
    const { sqs } = subject;
    const queue = await makeQueue(subject, "q");
    const Entries = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: `body ${Id}` }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    expect(sent.Successful).toHaveLength(3);
    const messages = await untilReceived(subject, queue, 3);
    const handles = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }));
    const hidden = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.url,
        Entries: handles.map((handle) => ({ ...handle, VisibilityTimeout: 20 })),
      }),
    );
    expect(hidden.Successful).toHaveLength(3);
    const bad = { Id: "bad", ReceiptHandle: "nonsense" };
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries: [...handles, bad] }),
    );
    expect(deleted.Successful).toHaveLength(3);
    expect(deleted.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
  },
  "a batch that is empty, over ten, or names one twice is refused": async (subject) => {
    const queue = await makeQueue(subject, "q");
    const batch = (ids: readonly string[]) =>
      subject.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: queue.url,
          Entries: ids.map((Id) => ({ Id, MessageBody: "x" })),
        }),
      );
    await refused(batch([]), "EmptyBatchRequest");
    await refused(batch("abcdefghijk".split("")), "TooManyEntriesInBatchRequest");
    await refused(batch(["a", "a"]), "BatchEntryIdsNotDistinct");
  },
  "a message of 1 MiB fits, one more byte doesn't": async (subject) => {
    const queue = await makeQueue(subject, "q");
    await send(subject, queue, "x".repeat(1024 ** 2));
    await refused(send(subject, queue, "x".repeat(1024 ** 2 + 1)), "InvalidParameterValue");
  },
  "control characters are refused": async (subject) => {
    const queue = await makeQueue(subject, "q");
    await refused(send(subject, queue, "bell \u0007"), "InvalidMessageContents");
  },
  "an unknown queue, an invalid receipt and a wrong count are refused": async (subject) => {
    const { sqs, name } = subject;
    const queue = await makeQueue(subject, "q");
    const elsewhere = { ...queue, url: queue.url.replace(`${name}-q`, `${name}-none`) };
    await refused(receive(subject, elsewhere), "QueueDoesNotExist");
    const invalid = { QueueUrl: queue.url, ReceiptHandle: "nonsense" };
    await refused(sqs.send(new DeleteMessageCommand(invalid)), "ReceiptHandleIsInvalid");
    const eleven = { QueueUrl: queue.url, MaxNumberOfMessages: 11 };
    await refused(sqs.send(new ReceiveMessageCommand(eleven)), "InvalidParameterValue");
  },
  "counts tell what is visible, in flight and delayed": async (subject) => {
    const { sqs } = subject;
    const queue = await makeQueue(subject, "q");
    await send(subject, queue, "one");
    await receive(subject, queue);
    await send(subject, queue, "two");
    const delayed = { QueueUrl: queue.url, MessageBody: "three", DelaySeconds: 60 };
    await sqs.send(new SendMessageCommand(delayed));
    const asked = new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ["All"] });
    expect((await sqs.send(asked)).Attributes).toMatchObject({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
    });
  },
  "a move task takes messages from a dead-letter queue back to their source": async (subject) => {
    const { sqs } = subject;
    const dead = await makeQueue(subject, "dead");
    const queue = await makeQueue(subject, "q", redrive(dead, 1));
    await send(subject, queue, "x");
    await receive(subject, queue, { VisibilityTimeout: 0 });
    expect(await receive(subject, queue)).toEqual([]);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
    expect(await untilReceived(subject, queue)).toMatchObject([{ Body: "x" }]);
    const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    expect(Results).toMatchObject([{ SourceArn: dead.arn }]);
  },
};

function redrive({ arn }: TestQueue, maxReceiveCount: number) {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount }) };
}

/** Receives until so many messages were seen: SQS answers from some of its servers. */
async function untilReceived(subject: SqsSubject, queue: TestQueue, count = 1) {
  const seen = await receive(subject, queue);
  for (let tries = 0; tries < 20 && seen.length < count; tries++) {
    await subject.wait(200);
    seen.push(...(await receive(subject, queue)));
  }
  return seen;
}
