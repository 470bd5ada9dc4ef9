import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { AnnouncementRefusedError } from "../errors.ts";
import { announce, type Announced } from "../events/announcement.ts";

export interface Queue {
  readonly sqs: Pick<SQSClient, "send">;
  readonly url: string;
}

const batchSize = 10;

/**
 * Announces uploads on a queue, one message each, ten to a request. Returns, for each in turn,
 * why it was refused; `undefined` where it wasn't. A delay is 0 to 900 seconds.
 */
export async function announceAll(
  uploads: readonly Announced[],
  { sqs, url }: Queue,
  delaySeconds = 0,
): Promise<(AnnouncementRefusedError | undefined)[]> {
  const refusals: (AnnouncementRefusedError | undefined)[] = uploads.map(() => undefined);
  for (let first = 0; first < uploads.length; first += batchSize) {
    const Entries = uploads.slice(first, first + batchSize).map((upload, index) => ({
      Id: String(first + index),
      MessageBody: announce([upload]),
      DelaySeconds: delaySeconds,
    }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    for (const { Id, Message, Code } of Failed) {
      refusals[Number(Id)] = new AnnouncementRefusedError(Message ?? Code ?? "no reason given");
    }
  }
  return refusals;
}

/** Announces uploads, all or with an error. Throws `AnnouncementRefusedError`. */
export async function announceOrThrow(
  uploads: readonly Announced[],
  queue: Queue,
  delaySeconds = 0,
): Promise<void> {
  const refusals = await announceAll(uploads, queue, delaySeconds);
  const refusal = refusals.find((one) => one !== undefined);
  if (refusal) throw refusal;
}
