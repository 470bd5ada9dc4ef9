import { type MessageAttributeValue, type SNSClient } from "@aws-sdk/client-sns";
import { type Attributes, messageAttributes, sizeOf } from "./attributes.ts";
import { InvalidMessageError, NotSentError, UnaddressedMessageError } from "./errors.ts";
import { packMessages } from "./pack.ts";
import { messageLimit, publish } from "./publish.ts";

export interface NotifierOptions {
  /** ARN of the topic that messages go to without one of their own. */
  readonly topic?: string;
  readonly subject?: string;
  /** What stands between messages that travel together. */
  readonly separator?: string;
  /** Default: the client of the topic's own region. */
  readonly client?: Pick<SNSClient, "send">;
}

export interface Address {
  readonly topic?: string;
  readonly subject?: string;
  /** For the filter policies of subscriptions. */
  readonly attributes?: Attributes;
}

interface Group {
  readonly topic: string;
  readonly subject: string;
  readonly attributes: Record<string, MessageAttributeValue>;
  messages: string[];
}

/**
 * Collects messages and publishes those with the same topic, subject and attributes together, up
 * to 256 KB at once; one that is larger comes in parts.
 *
 * `defineWorker` and `defineEssential` flush those they are given at the end of an invocation;
 * `await using` flushes at the end of a block. A message may arrive twice, when an answer of SNS
 * was lost. Needs `sns:Publish`. Seed: SnsManager.
 */
export class Notifier {
  readonly #defaults: NotifierOptions;
  readonly #groups = new Map<string, Group>();

  constructor(options: NotifierOptions = {}) {
    if (options.topic !== undefined) checkTopic(options.topic);
    this.#defaults = options;
  }

  /** Messages that wait to be sent. */
  get waiting(): number {
    return [...this.#groups.values()].reduce((sum, { messages }) => sum + messages.length, 0);
  }

  /** Queues a message. Throws `UnaddressedMessageError`, `InvalidMessageError`. Seed: send_message. */
  add(message: string, address: Address = {}): void {
    const { topic = this.#defaults.topic, subject = this.#defaults.subject } = address;
    if (topic === undefined) throw new UnaddressedMessageError("topic");
    if (subject === undefined) throw new UnaddressedMessageError("subject");
    checkTopic(topic);
    const attributes = messageAttributes(address.attributes ?? {});
    if (sizeOf(attributes) > messageLimit / 2)
      throw new InvalidMessageError("Attributes take more than half of a message's 256 KB.");
    const id = JSON.stringify([topic, subject, attributes]);
    const group = this.#groups.get(id) ?? { topic, subject, attributes, messages: [] };
    group.messages.push(message);
    this.#groups.set(id, group);
  }

  /** Queues a message and sends all that wait. Seed: send_message with forse_commit. */
  async send(message: string, address: Address = {}): Promise<void> {
    this.add(message, address);
    await this.flush();
  }

  /** Sends all that wait. Throws `NotSentError` when some could not be sent: those stay. Seed: commit. */
  async flush(): Promise<void> {
    const failures: unknown[] = [];
    const groups = new Map(this.#groups);
    // What fails, and what is added meanwhile, comes into the emptied map.
    this.#groups.clear();
    for (const [id, group] of groups) {
      const left = await this.#publish(group).catch((error: unknown) => {
        failures.push(error);
        return group.messages;
      });
      if (left.length > 0) this.#putBack(id, { ...group, messages: left });
    }
    if (failures.length > 0) throw new NotSentError(this.waiting, failures);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.flush();
  }

  /** Publishes a group's texts in order; forgets the messages that are out. */
  async #publish(group: Group): Promise<string[]> {
    const { topic, subject, attributes } = group;
    const { separator = "\n\n#####\n\n", client } = this.#defaults;
    const limit = messageLimit - sizeOf(attributes);
    const texts = packMessages(group.messages, { separator, limit });
    for (const [at, { text, messages }] of texts.entries()) {
      const part = texts.length > 1 ? ` (${at + 1}/${texts.length})` : "";
      await publish(topic, `${subject.slice(0, 80)}${part}`, text, client, attributes);
      group.messages = group.messages.slice(messages);
    }
    return group.messages;
  }

  /** What was added meanwhile comes after. */
  #putBack(id: string, group: Group) {
    const since = this.#groups.get(id)?.messages ?? [];
    this.#groups.set(id, { ...group, messages: [...group.messages, ...since] });
  }
}

function checkTopic(arn: string) {
  if (!/^arn:aws[\w-]*:sns:[\w-]*:\d*:[\w.-]{1,256}$/.test(arn))
    throw new InvalidMessageError(`${arn} is no ARN of a topic.`);
}
