import { SwitchyardError } from "../../errors.ts";

/** A message has no topic or no subject to go by. It was not queued. */
export class UnaddressedMessageError extends SwitchyardError {
  override readonly name = "UnaddressedMessageError";
  readonly code = "notifier.unaddressed";

  constructor(missing: "topic" | "subject") {
    super(`A message has no ${missing}: give it one, or the notifier a default.`);
  }
}

/** A topic's ARN, or an attribute, that SNS would refuse. Nothing was queued. */
export class InvalidMessageError extends SwitchyardError {
  override readonly name = "InvalidMessageError";
  readonly code = "notifier.invalid_message";
}

/** Some publishes failed, or went unanswered; their messages stay queued for the next flush. */
export class NotSentError extends SwitchyardError {
  override readonly name = "NotSentError";
  readonly code = "notifier.not_sent";
  /** How many messages wait. */
  readonly waiting: number;

  constructor(waiting: number, causes: readonly unknown[]) {
    const [first] = causes;
    super(
      `${waiting} messages were not sent and stay queued; the first failure: ${String(first)}`,
      {
        cause: causes.length > 1 ? new AggregateError(causes) : first,
      },
    );
    this.waiting = waiting;
  }
}
