import {
  type ListMessageMoveTasksCommandInput,
  type ListMessageMoveTasksCommandOutput,
  type StartMessageMoveTaskCommandInput,
} from "@aws-sdk/client-sqs";
import { noSuchQueue } from "./errors.ts";
import { queueByArn, type Queues, type Stored } from "./queue.ts";

/** What became of one redrive. */
export interface Move {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly moved: number;
  readonly at: number;
}

/** Moves what is visible at once, each to the named queue or to the one it came from. */
export function startMove(queues: Queues, moves: Move[], input: StartMessageMoveTaskCommandInput) {
  const source = queueByArn(queues, input.SourceArn ?? "");
  if (!source) throw noSuchQueue();
  const now = queues.context.now();
  let moved = 0;
  for (const message of [...source.messages.values()].filter(({ visibleAt }) => visibleAt <= now)) {
    const target = queueByArn(queues, input.DestinationArn ?? message.sourceArn ?? "");
    if (!target) continue;
    source.messages.delete(message.id);
    target.messages.set(message.id, asNew(message, now));
    moved++;
  }
  const handle = queues.context.random.hex(32);
  moves.push({
    handle,
    sourceArn: source.arn,
    destinationArn: input.DestinationArn,
    moved,
    at: now,
  });
  return { TaskHandle: handle };
}

export function listMoves(moves: readonly Move[], input: ListMessageMoveTasksCommandInput) {
  const own = moves.filter(({ sourceArn }) => sourceArn === input.SourceArn).toReversed();
  const Results = own.slice(0, input.MaxResults ?? 1).map((move) => ({
    Status: "COMPLETED",
    SourceArn: move.sourceArn,
    DestinationArn: move.destinationArn,
    ApproximateNumberOfMessagesMoved: move.moved,
    ApproximateNumberOfMessagesToMove: move.moved,
    StartedTimestamp: move.at,
  }));
  return { Results } satisfies Partial<ListMessageMoveTasksCommandOutput>;
}

function asNew({ body, attributes, id }: Stored, now: number): Stored {
  return { id, body, attributes, sentAt: now, visibleAt: now, receives: 0 };
}
