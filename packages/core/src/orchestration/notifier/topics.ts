import { CreateTopicCommand, type SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { snsClient } from "../../aws/clients/sns.ts";
import { InvalidMessageError } from "./errors.ts";
import { regionOf } from "./publish.ts";

/**
 * Makes a topic, or finds the one of that name; returns its ARN. Topics that are known beforehand
 * belong into `infra/`. Needs `sns:CreateTopic`. Throws `InvalidMessageError`.
 */
export async function createTopic(
  name: string,
  client: Pick<SNSClient, "send"> = snsClient(),
): Promise<string> {
  if (!/^[\w-]{1,256}$/.test(name))
    throw new InvalidMessageError(
      `${name} is no name of a topic: 1 to 256 letters, digits, - and _`,
    );
  const { TopicArn = "" } = await client.send(new CreateTopicCommand({ Name: name }));
  return TopicArn;
}

export type Protocol =
  | "email"
  | "email-json"
  | "http"
  | "https"
  | "lambda"
  | "sms"
  | "sqs"
  | "firehose"
  | "application";

/**
 * Subscribes an endpoint; returns the subscription's ARN, or `pending confirmation` where the
 * endpoint has to agree first. Needs `sns:Subscribe`.
 */
export async function createSubscription(
  topicArn: string,
  protocol: Protocol,
  endpoint: string,
  client: Pick<SNSClient, "send"> = snsClient(regionOf(topicArn)),
): Promise<string> {
  const subscription = { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint };
  const { SubscriptionArn = "" } = await client.send(new SubscribeCommand(subscription));
  return SubscriptionArn;
}
