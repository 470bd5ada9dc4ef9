import { PublishCommand, type PublishCommandInput, type SNSClient } from "@aws-sdk/client-sns";
import { snsClient } from "../../aws/clients/sns.ts";

/** Bytes of a message that SNS takes, its attributes with it. */
export const messageLimit = 256 * 1024;

/**
 * Publishes one message at once; what SNS would refuse is made fit: a subject becomes one line of
 * at most 100 characters of ASCII, a message is cut at 256 KB. Needs `sns:Publish`.
 */
export async function publish(
  topicArn: string,
  subject: string,
  message: string,
  sns: Pick<SNSClient, "send"> = snsClient(regionOf(topicArn)),
  attributes?: PublishCommandInput["MessageAttributes"],
): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: fitSubject(subject),
      Message: cut(message || "(nothing)", messageLimit),
      MessageAttributes: attributes,
    }),
  );
}

/** A topic is asked in its own region. */
export const regionOf = (arn: string): string | undefined => arn.split(":")[3] || undefined;

/** What SNS takes as a subject: printable ASCII in one line, 1 to 100 characters, no space in front. */
export function fitSubject(subject: string): string {
  const line = subject
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[^ -~]/g, "?")
    .trim();
  return line.length > 100 ? `${line.slice(0, 97)}...` : line || "(no subject)";
}

/** The beginning of a text that has at most so many bytes, whole characters only. */
export function cut(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  let end = limit - 3;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.subarray(0, end).toString()}...`;
}
