import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { describe, expect, test } from "vitest";
import { SystemError } from "../worker/testing.ts";
import { Notifier, type NotifierOptions } from "./notifier.ts";
import { cut, fitSubject, messageLimit } from "./publish.ts";
import { createSubscription, createTopic } from "./topics.ts";

const topic = "arn:aws:sns:eu-west-1:123456789012:news";
type Publish = PublishCommand["input"];

/** A topic's service that remembers what it was asked; `fails` says for which publish it does. */
function sns(fails: (publish: Publish, call: number) => boolean = () => false) {
  const published: Publish[] = [];
  let calls = 0;
  const send = async (command: unknown) => {
    if (command instanceof CreateTopicCommand) return { TopicArn: `made:${command.input.Name}` };
    if (command instanceof SubscribeCommand) return { SubscriptionArn: command.input.Endpoint };
    if (!(command instanceof PublishCommand)) throw new TypeError("unexpected");
    if (fails(command.input, ++calls)) throw new SystemError("no answer");
    published.push(command.input);
    return {};
  };
  return { published, client: { send } as unknown as NonNullable<NotifierOptions["client"]> };
}

describe("a notifier", () => {
  test("publishes messages of one subject together, and others apart", async () => {
    const { client, published } = sns();
    const notifier = new Notifier({ topic, subject: "rows", client });
    notifier.add("one");
    notifier.add("broken", { subject: "errors" });
    notifier.add("two");
    expect(published).toEqual([]);
    await notifier.flush();
    expect(published).toMatchObject([
      { TopicArn: topic, Subject: "rows", Message: "one\n\n#####\n\ntwo" },
      { TopicArn: topic, Subject: "errors", Message: "broken" },
    ]);
    expect(notifier.waiting).toBe(0);
  });

  test("parts recipients and attributes too", async () => {
    const { client, published } = sns();
    const notifier = new Notifier({ topic, subject: "s", separator: " | ", client });
    notifier.add("a");
    notifier.add("b", { topic: `${topic}-2` });
    notifier.add("c", { attributes: { severity: "high", code: 7, tags: ["x", 1] } });
    notifier.add("d");
    await notifier.flush();
    expect(published.map(({ Message }) => Message)).toEqual(["a | d", "b", "c"]);
    expect(published[2]?.MessageAttributes).toEqual({
      severity: { DataType: "String", StringValue: "high" },
      code: { DataType: "Number", StringValue: "7" },
      tags: { DataType: "String.Array", StringValue: '["x",1]' },
    });
  });

  test("sends at once when asked to, with all that waited", async () => {
    const { client, published } = sns();
    const notifier = new Notifier({ topic, subject: "s", separator: ",", client });
    notifier.add("a");
    await notifier.send("b");
    expect(published).toMatchObject([{ Message: "a,b" }]);
  });

  test("flushes at the end of a block", async () => {
    const { client, published } = sns();
    {
      await using notifier = new Notifier({ topic, subject: "s", client });
      notifier.add("a");
    }
    expect(published).toMatchObject([{ Message: "a" }]);
  });

  test("splits what is too large, and nothing of it is lost", async () => {
    const { client, published } = sns();
    const notifier = new Notifier({ topic, subject: "s", separator: "|", client });
    const large = "é".repeat(messageLimit);
    const messages = ["first", large, "last"];
    for (const message of messages) notifier.add(message, { attributes: { severity: "high" } });
    await notifier.flush();
    const attributes = "severityStringhigh".length;
    for (const { Message = "" } of published)
      expect(Buffer.byteLength(Message) + attributes).toBeLessThanOrEqual(messageLimit);
    const all = published.map(({ Message }) => Message).join("");
    expect(all.replaceAll("|", "")).toBe(messages.join(""));
    expect(published.map(({ Subject }) => Subject)).toEqual([
      "s (1/4)",
      "s (2/4)",
      "s (3/4)",
      "s (4/4)",
    ]);
  });

  test("keeps what could not be sent, sends the rest, and says so", async () => {
    let down = true;
    const { client, published } = sns(({ Subject }) => down && Subject === "a");
    const notifier = new Notifier({ topic, client });
    notifier.add("1", { subject: "a" });
    notifier.add("2", { subject: "b" });
    await expect(notifier.flush()).rejects.toMatchObject({ code: "notifier.not_sent", waiting: 1 });
    expect(published).toMatchObject([{ Subject: "b" }]);
    down = false;
    notifier.add("3", { subject: "a" });
    await notifier.flush();
    expect(published).toHaveLength(2);
    expect(published[1]?.Message).toBe("1\n\n#####\n\n3");
  });

  test("forgets of a large group only what is out", async () => {
    const { client, published } = sns((_, call) => call === 2);
    const notifier = new Notifier({ topic, subject: "s", separator: "|", client });
    const half = "x".repeat(messageLimit / 2);
    notifier.add(`1${half}`);
    notifier.add(`2${half}`);
    await expect(notifier.flush()).rejects.toMatchObject({ waiting: 1 });
    await notifier.flush();
    expect(published.map(({ Message }) => Message?.[0])).toEqual(["1", "2"]);
  });

  test("takes no message without a topic or a subject", () => {
    expect(() => new Notifier({ topic }).add("a")).toThrow(/no subject/);
    expect(() => new Notifier({ subject: "s" }).add("a")).toThrow(/no topic/);
    expect(() => new Notifier({ topic: "news" })).toThrow(/no ARN of a topic/);
    const notifier = new Notifier({ topic, subject: "s" });
    expect(() => notifier.add("a", { attributes: { x: "" } })).toThrow(/Attribute x/);
    expect(() => notifier.add("a", { attributes: { "a b": "x" } })).toThrow(/no attribute/);
    expect(notifier.waiting).toBe(0);
  });
});

test.each([
  ["one\ntwo", "one two"],
  ["  spaced  ", "spaced"],
  ["größer", "gr??er"],
  ["", "(no subject)"],
  ["x".repeat(101), `${"x".repeat(97)}...`],
])("subject %j is sent as %j", (given, fit) => expect(fitSubject(given)).toBe(fit));

test("a text is cut between characters", () => {
  expect(cut("ééé", 6)).toBe("ééé");
  expect(cut("éééé", 7)).toBe("éé...");
  expect(cut("éééé", 6)).toBe("é...");
});

test("topics and subscriptions can be made", async () => {
  const { client } = sns();
  expect(await createTopic("news", client)).toBe("made:news");
  expect(await createSubscription(topic, "email", "a@b.c", client)).toBe("a@b.c");
  await expect(createTopic("no good", client)).rejects.toMatchObject({
    code: "notifier.invalid_message",
  });
});
