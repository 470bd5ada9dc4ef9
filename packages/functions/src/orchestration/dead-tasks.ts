import { PublishCommand } from "@aws-sdk/client-sns";
import { snsClient } from "@switchyard/core/aws/clients/sns.ts";
import type { DeadMessage } from "@switchyard/core/orchestration/moves/outbox.ts";
import { wake } from "./pokes.ts";

/**
 * Tells of dead tasks, one message each, so that whoever hears them handles one at a time: a topic
 * is published to, a function invoked and not waited for. Throws the SDK's errors.
 */
export async function tellOfDead(
  messages: readonly DeadMessage[],
  to: string | undefined,
  { publish = publishTo, invoke = wake } = {},
): Promise<void> {
  if (to === undefined) return;
  const tell = to.split(":")[2] === "lambda" ? invoke : publish;
  for (const message of messages) await tell(to, message);
}

const publishTo = (TopicArn: string, message: DeadMessage) =>
  snsClient().send(
    new PublishCommand({
      TopicArn,
      Subject: `A task of ${message.labourer_id} is dead`.slice(0, 100),
      Message: JSON.stringify(message),
    }),
  );
