import * as sdk from "@aws-sdk/client-sqs";
import { metadata } from "../errors.ts";
import { type ModelContext, type ServiceModel } from "../model.ts";
import { operation, operationTable } from "../operations.ts";
import { eachEntry } from "./batch.ts";
import { listMoves, startMove, type Move } from "./moves.ts";
import { enqueue, queueByArn, type Queue, type QueueOptions, type Queues } from "./queue.ts";
import { createQueue, getAttributes, getQueueUrl, queueOf, setAttributes } from "./queues.ts";
import { receive } from "./receive.ts";
import { sendBatch, sendMessage } from "./send.ts";
import { hide, remove } from "./settle.ts";

export interface SqsModel extends ServiceModel {
  /** Puts a message into the queue of this ARN, as another service does; lost if there is no such queue. */
  deliver(queueArn: string, body: string): void;
  /** Every queue as it is, for whoever checks what was lost. Not to be changed. */
  queues(): readonly Queue[];
}

/**
 * Standard queues in memory: at least once, in no order, in the time it is given.
 *
 * Message bodies and attributes to 1 MiB. FIFO queues and encryption aren't modelled.
 */
export function sqsModel(
  context: ModelContext,
  { reorders = false, duplicates = 0 }: Partial<QueueOptions> = {},
): SqsModel {
  const options = { reorders, duplicates };
  const queues: Queues = { context, options, byUrl: new Map(), receipts: new Map() };
  const find = operationTable("SQS", [...messageOperations(queues), ...queueOperations(queues)]);
  return {
    prepare: async (command) => {
      const { run, name } = find(command);
      const { input } = command;
      return {
        operation: name,
        input,
        apply: () => ({ $metadata: metadata(), ...run(input) }),
        decode: (answer) => answer,
      };
    },
    deliver: (arn, body) => {
      const queue = queueByArn(queues, arn);
      if (queue) enqueue(queues, queue, { body });
    },
    queues: () => [...queues.byUrl.values()],
  };
}

function messageOperations(queues: Queues) {
  const at = (url: string | undefined) => queueOf(queues, url);
  return [
    operation(sdk.SendMessageCommand, (input) => sendMessage(queues, at(input.QueueUrl), input)),
    operation(sdk.SendMessageBatchCommand, (input) => sendBatch(queues, at(input.QueueUrl), input)),
    operation(sdk.ReceiveMessageCommand, (input) => receive(queues, at(input.QueueUrl), input)),
    operation(sdk.DeleteMessageCommand, (input) => {
      remove(queues, at(input.QueueUrl), input.ReceiptHandle);
      return {};
    }),
    operation(sdk.DeleteMessageBatchCommand, ({ QueueUrl, Entries }) => {
      const queue = at(QueueUrl);
      return eachEntry(Entries, ({ ReceiptHandle }) => {
        remove(queues, queue, ReceiptHandle);
        return {};
      });
    }),
    operation(sdk.ChangeMessageVisibilityCommand, (input) => {
      hide(queues, at(input.QueueUrl), input.ReceiptHandle, input.VisibilityTimeout);
      return {};
    }),
    operation(sdk.ChangeMessageVisibilityBatchCommand, ({ QueueUrl, Entries }) => {
      const queue = at(QueueUrl);
      return eachEntry(Entries, ({ ReceiptHandle, VisibilityTimeout }) => {
        hide(queues, queue, ReceiptHandle, VisibilityTimeout);
        return {};
      });
    }),
  ];
}

function queueOperations(queues: Queues) {
  const moves: Move[] = [];
  const at = (url: string | undefined) => queueOf(queues, url);
  return [
    operation(sdk.CreateQueueCommand, (input) => createQueue(queues, input)),
    operation(sdk.GetQueueUrlCommand, (input) => getQueueUrl(queues, input)),
    operation(sdk.SetQueueAttributesCommand, (input) => setAttributes(at(input.QueueUrl), input)),
    operation(sdk.GetQueueAttributesCommand, (input) =>
      getAttributes(queues, at(input.QueueUrl), input),
    ),
    operation(sdk.PurgeQueueCommand, (input) => {
      at(input.QueueUrl).messages.clear();
      return {};
    }),
    operation(sdk.DeleteQueueCommand, (input) => {
      queues.byUrl.delete(at(input.QueueUrl).url);
      return {};
    }),
    operation(sdk.ListQueuesCommand, ({ QueueNamePrefix = "" }) => {
      const named = [...queues.byUrl.values()].filter(({ name }) =>
        name.startsWith(QueueNamePrefix),
      );
      return named.length > 0 ? { QueueUrls: named.map(({ url }) => url) } : {};
    }),
    operation(sdk.StartMessageMoveTaskCommand, (input) => startMove(queues, moves, input)),
    operation(sdk.ListMessageMoveTasksCommand, (input) => listMoves(moves, input)),
  ];
}
