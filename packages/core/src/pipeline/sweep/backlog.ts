import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { type Queue } from "../recovery/announcer.ts";

/** About how many messages wait to be received. */
export async function backlogOf({ sqs, url }: Queue): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}
