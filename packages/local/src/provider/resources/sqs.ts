import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { unlessMissing, type Aws } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { arn } from "./arn.ts";

/** Pulumi's inputs and SQS's attributes of the same meaning. */
const attributes: Record<string, string> = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  delaySeconds: "DelaySeconds",
  messageRetentionSeconds: "MessageRetentionPeriod",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  maxMessageSize: "MaximumMessageSize",
  redrivePolicy: "RedrivePolicy",
  fifoQueue: "FifoQueue",
  contentBasedDeduplication: "ContentBasedDeduplication",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
};

export const queue: ResourceType = {
  honours: ["name", ...Object.keys(attributes)],
  replaces: ["name", "fifoQueue"],
  outputs: ({ name }, where) => {
    const url = `https://sqs.${where.region}.amazonaws.com/${where.account}/${String(name)}`;
    return { id: url, url, name, arn: arn(where, "sqs", name) };
  },
  put: async (inputs, { sqs }) => {
    const QueueName = String(inputs["name"]);
    const Attributes = attributesOf(inputs);
    const found = await unlessMissing(sqs.send(new GetQueueUrlCommand({ QueueName })));
    if (found?.QueueUrl) {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: found.QueueUrl, Attributes }));
      return { id: found.QueueUrl, url: found.QueueUrl };
    }
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return { id: QueueUrl, url: QueueUrl };
  },
  remove: async ({ id }, { sqs }) => {
    await unlessMissing(sqs.send(new DeleteQueueCommand({ QueueUrl: id })));
  },
  observe: async ({ id, inputs }, aws) => {
    const found = await read(id, aws);
    const set = Object.entries(attributes).filter(([key]) => inputs[key] !== undefined);
    const seen = set.map(([key, name]) => [key, alike(found[name], inputs[key])]);
    return { name: found["QueueArn"]?.split(":").at(-1), ...Object.fromEntries(seen) };
  },
};

function attributesOf(inputs: Properties) {
  const set = Object.entries(attributes).filter(
    ([key]) => inputs[key] !== undefined && inputs[key] !== false,
  );
  return Object.fromEntries(set.map(([key, name]) => [name, String(inputs[key])]));
}

async function read(QueueUrl: string, { sqs }: Aws): Promise<Record<string, string>> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return Attributes ?? {};
}

/** SQS answers text; the input says what kind of value it stands for. */
function alike(text: string | undefined, input: unknown) {
  if (typeof input === "boolean") return text === "true";
  if (typeof input === "number") return text === undefined ? undefined : Number(text);
  return text;
}

export const queuePolicy: ResourceType = {
  honours: ["queueUrl", "policy"],
  replaces: ["queueUrl"],
  outputs: ({ queueUrl }) => ({ id: String(queueUrl) }),
  put: async ({ queueUrl, policy }, { sqs }) => {
    const Attributes = { Policy: String(policy) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: String(queueUrl), Attributes }));
  },
  remove: async ({ id }, { sqs }) => {
    await unlessMissing(
      sqs.send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes: { Policy: "" } })),
    );
  },
  observe: async ({ id }, aws) => ({ queueUrl: id, policy: (await read(id, aws))["Policy"] }),
};
