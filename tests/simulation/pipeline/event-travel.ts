import { type Clock } from "../../models/model.ts";
import { type SqsModel } from "../../models/sqs/sqs.ts";

/** S3's events on their way to their queues. */
export interface EventTravel {
  /** Says how late each copy of the next upload's event arrives; no copy, and it is lost. */
  next(lateness: readonly number[]): void;
  /** Takes an event on its way. */
  take(queueArn: string, body: string): void;
  /** Tells where the queues are. */
  begin(sqs: SqsModel): void;
}

/** Events of uploads travel as planned; others arrive twice, a little late. */
export function eventTravel(clock: Clock): EventTravel {
  let planned: readonly number[] = [0];
  let queues: SqsModel | undefined;
  const others = [1_000, 5_000];
  return {
    begin: (sqs) => {
      queues = sqs;
    },
    next: (lateness) => {
      planned = lateness;
    },
    take: (queueArn, body) => {
      const lateness = body.includes('"eventName":"ObjectCreated') ? planned : others;
      for (const late of lateness) clock.after(late, () => queues?.deliver(queueArn, body));
    },
  };
}
