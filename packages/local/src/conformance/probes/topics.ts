import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  PublishCommand,
  SubscribeCommand,
  type SubscribeCommandInput,
} from "@aws-sdk/client-sns";
import { mustAllow, mustBe, mustRefuse } from "../expect.ts";
import { makeFunction } from "../make/function.ts";
import { makeQueue, receive } from "../make/queue.ts";
import { actAs } from "../make/role.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

export const topicProbes = probes("Topics", {
  "sns.queue": ["A message goes to a queue, in SNS's envelope", toQueue],
  "sns.raw": ["… or as it is (raw delivery)", raw],
  "sns.filter": ["A filter chooses what a subscriber gets", filter],
  "sns.function": ["A message starts a function", toFunction, { limitMs: 60_000 }],
  "sns.permission": ["A role may publish only where its policy allows", permission],
});

async function makeTopic(world: World) {
  const { TopicArn = "" } = await world.sns.send(
    new CreateTopicCommand({ Name: world.name("topic") }),
  );
  world.onEnd(() => world.sns.send(new DeleteTopicCommand({ TopicArn })));
  return TopicArn;
}

async function subscribed(world: World, more: Partial<SubscribeCommandInput> = {}) {
  const topic = await makeTopic(world);
  const queue = await makeQueue(world);
  const subscription = { TopicArn: topic, Protocol: "sqs", Endpoint: queue.arn, ...more };
  await world.sns.send(new SubscribeCommand(subscription));
  return { topic, queue };
}

const publish = (world: World, TopicArn: string, Message: string, kind?: string) =>
  world.sns.send(
    new PublishCommand({
      TopicArn,
      Message,
      Subject: "subject",
      ...(kind === undefined
        ? {}
        : { MessageAttributes: { kind: { DataType: "String", StringValue: kind } } }),
    }),
  );

async function toQueue(world: World) {
  const { topic, queue } = await subscribed(world);
  await publish(world, topic, "hello");
  const [message] = await receive(world, queue);
  const { Type, Message, Subject } = JSON.parse(message?.Body ?? "{}");
  mustBe([Type, Message, Subject], ["Notification", "hello", "subject"], "the envelope");
}

async function raw(world: World) {
  const { topic, queue } = await subscribed(world, { Attributes: { RawMessageDelivery: "true" } });
  await publish(world, topic, "hello");
  const [message] = await receive(world, queue);
  mustBe(message?.Body, "hello", "the message");
}

async function filter(world: World) {
  const FilterPolicy = JSON.stringify({ kind: ["wanted"] });
  const Attributes = { FilterPolicy, RawMessageDelivery: "true" };
  const { topic, queue } = await subscribed(world, { Attributes });
  await publish(world, topic, "no", "other");
  await publish(world, topic, "yes", "wanted");
  const [message] = await receive(world, queue);
  mustBe(message?.Body, "yes", "the first that comes");
}

async function toFunction(world: World) {
  const topic = await makeTopic(world);
  const told = await makeQueue(world);
  const made = await makeFunction(world, "await tell(event.Records[0].Sns.Message);", {
    tells: told,
  });
  await world.lambda.send(
    new AddPermissionCommand({
      FunctionName: made.name,
      StatementId: "topic",
      Action: "lambda:InvokeFunction",
      Principal: "sns.amazonaws.com",
      SourceArn: topic,
    }),
  );
  const subscription = { TopicArn: topic, Protocol: "lambda", Endpoint: made.arn };
  await world.sns.send(new SubscribeCommand(subscription));
  await publish(world, topic, "hello");
  const [message] = await receive(world, told);
  mustBe(message?.Body, "hello", "what it was given");
}

async function permission(world: World) {
  const [one, two] = [await makeTopic(world), await makeTopic(world)];
  const role = await actAs(world, { Action: "sns:Publish", Resource: one });
  const send = (TopicArn: string) => role.sns.send(new PublishCommand({ TopicArn, Message: "x" }));
  await mustAllow(send(one), "what is allowed");
  await mustRefuse(send(two), "another topic", "AuthorizationErrorException", "AuthorizationError");
}
