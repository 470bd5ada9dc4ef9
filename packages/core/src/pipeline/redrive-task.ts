import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { MoveTaskUnavailableError } from "./errors.ts";
import { revive } from "./ledger/revive.ts";
import { inParallel } from "./parallel.ts";
import { deadLetterAccess, type DeadLetterAccess } from "./recovery/access.ts";
import { type Queue } from "./recovery/announcer.ts";
import { receiveAll, show, type ParkedMessage } from "./recovery/parked.ts";
import { readParked } from "./recovery/read-parked.ts";

export interface MoveProgress {
  readonly moved: number;
  readonly total: number;
}

const pollMs = 2_000;

/**
 * Redrives the whole dead-letter queue by SQS's own task: gives the failed files new attempts,
 * then has SQS move every message. For queues too long to be received by one process.
 *
 * Throws `MoveTaskUnavailableError` where the API isn't there (some emulators) or the task fails;
 * `redrive` does the same by receiving and sending. Needs `sqs:StartMessageMoveTask`,
 * `sqs:ListMessageMoveTasks` and what SQS asks of the task itself.
 */
export async function* redriveByTask(
  access: DeadLetterAccess = deadLetterAccess(),
): AsyncGenerator<MoveProgress, MoveProgress> {
  const [source, destination] = await Promise.all([
    arnOf(access.deadLetters),
    arnOf(access.uploads),
  ]);
  await list(source, access.deadLetters);
  await reviveAll(access);
  await start(source, destination, access.deadLetters);
  for (;;) {
    const task = await list(source, access.deadLetters);
    const progress = {
      moved: task?.ApproximateNumberOfMessagesMoved ?? 0,
      total: task?.ApproximateNumberOfMessagesToMove ?? 0,
    };
    if (task?.Status === "COMPLETED") return progress;
    if (task?.Status !== "RUNNING") throw new MoveTaskUnavailableError(task?.FailureReason);
    yield progress;
    await access.ledger.sleep(pollMs);
  }
}

async function reviveAll({ deadLetters, ledger }: DeadLetterAccess) {
  const held: ParkedMessage[] = [];
  try {
    for await (const messages of receiveAll(deadLetters)) {
      held.push(...messages);
      const uploads = messages.flatMap((message) => readParked(message, {}).uploads);
      await inParallel(uploads, 10, async ({ key, version }) => {
        if (version !== undefined) await revive({ key, version }, ledger);
      });
    }
  } finally {
    await show(held, deadLetters);
  }
}

async function arnOf({ sqs, url }: Queue): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  return Attributes?.QueueArn ?? "";
}

async function start(SourceArn: string, DestinationArn: string, { sqs }: Queue) {
  await orUnavailable(sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn })));
}

async function list(SourceArn: string, { sqs }: Queue) {
  const answer = await orUnavailable(
    sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 })),
  );
  return answer.Results?.[0];
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new MoveTaskUnavailableError(error instanceof Error ? error.message : String(error));
  }
}
