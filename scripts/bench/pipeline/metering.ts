import {
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "./world.ts";

/** Lets the transform log what each invocation asks of AWS, or not: as on AWS, where it costs time. */
export async function setMetering(isOn: boolean, { lambda, sqs, pipeline }: World) {
  // MiniStack ends a function that is at work when its configuration changes, and its messages wait.
  await untilIdle(pipeline.queue, sqs);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const found = Functions.find(({ FunctionName = "" }) =>
    FunctionName.includes("UploadsSubscriber"),
  );
  const FunctionName = found?.FunctionName;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, METER_REQUESTS: String(isOn) };
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
  );
}

/** Waits until a queue's messages are all done with. */
async function untilIdle(QueueUrl: string, sqs: SQSClient) {
  const AttributeNames = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
  ] as const;
  const left = async () => {
    const command = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [...AttributeNames],
    });
    const { Attributes } = await sqs.send(command);
    return AttributeNames.some((name) => Number(Attributes?.[name]) > 0);
  };
  // What S3 announces when it is configured comes a moment later.
  do await sleep(1_000);
  while (await left());
}
