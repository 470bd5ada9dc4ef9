import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetEventSourceMappingCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionUrlConfigCommand,
  type Cors,
  type FunctionResponseType,
  type FunctionUrlAuthType,
  type InvokeMode,
} from "@aws-sdk/client-lambda";
import { unlessMissing, unlessThere, type Aws } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { upperKeys } from "./letter-case.ts";

/** Ids of statements come from their content: a permission has no name of its own. */
export const permission: ResourceType = {
  honours: ["action", "function", "principal", "sourceArn", "functionUrlAuthType"],
  leavesOut: {
    invokedViaFunctionUrl:
      "no emulator knows the condition yet; the local function is open to direct calls as well",
  },
  replaces: ["action", "function", "principal", "sourceArn", "functionUrlAuthType"],
  outputs: ({ function: name, action, principal, functionUrlAuthType }) => {
    const parts = [name, action, principal, functionUrlAuthType].filter(Boolean).join("-");
    return { id: parts.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(-100) };
  },
  async put(inputs, { lambda, where }) {
    const StatementId = permission.outputs(inputs, where).id;
    const granted = new AddPermissionCommand({
      FunctionName: String(inputs["function"]),
      StatementId,
      Action: String(inputs["action"]),
      Principal: String(inputs["principal"]),
      SourceArn: inputs["sourceArn"] as string | undefined,
      FunctionUrlAuthType: inputs["functionUrlAuthType"] as FunctionUrlAuthType | undefined,
    });
    await unlessThere(lambda.send(granted));
  },
  remove: async ({ id, inputs }, { lambda }) => {
    const which = { FunctionName: String(inputs["function"]), StatementId: id };
    await unlessMissing(lambda.send(new RemovePermissionCommand(which)));
  },
  observe: async ({ id, inputs }, { lambda }) => {
    const { Policy } = await lambda.send(
      new GetPolicyCommand({ FunctionName: String(inputs["function"]) }),
    );
    const { Statement } = JSON.parse(Policy ?? '{"Statement":[]}') as {
      Statement: { Sid: string; Action: string }[];
    };
    const found = Statement.find(({ Sid }) => Sid === id);
    return { function: inputs["function"], action: found?.Action };
  },
};

export const functionUrl: ResourceType = {
  honours: ["functionName", "authorizationType", "invokeMode", "cors"],
  replaces: ["functionName"],
  outputs: ({ functionName }, { region }) => {
    const urlId = String(functionName).toLowerCase();
    return {
      id: String(functionName),
      urlId,
      functionUrl: `https://${urlId}.lambda-url.${region}.on.aws/`,
    };
  },
  async put(inputs, { lambda }) {
    const config = {
      FunctionName: String(inputs["functionName"]),
      AuthType: inputs["authorizationType"] as FunctionUrlAuthType,
      InvokeMode: inputs["invokeMode"] as InvokeMode,
      Cors: upperKeys(inputs["cors"]) as Cors | undefined,
    };
    const made = await unlessThere(lambda.send(new CreateFunctionUrlConfigCommand(config)));
    const url = made ?? (await lambda.send(new UpdateFunctionUrlConfigCommand(config)));
    return { functionUrl: url.FunctionUrl };
  },
  async remove({ id }, { lambda }) {
    await unlessMissing(lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: id })));
  },
  async observe({ id }, { lambda }) {
    const found = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: id }));
    return { functionName: id, authorizationType: found.AuthType, invokeMode: found.InvokeMode };
  },
};

export const eventSourceMapping: ResourceType = {
  honours: [
    "eventSourceArn",
    "functionName",
    "batchSize",
    "functionResponseTypes",
    "maximumBatchingWindowInSeconds",
    "filterCriteria",
    "scalingConfig.maximumConcurrency",
    "enabled",
  ],
  replaces: ["eventSourceArn", "functionName"],
  outputs: ({ eventSourceArn, functionName }) => ({
    id: [eventSourceArn, functionName].map(String).join("|"),
  }),
  async put(inputs, aws, existing) {
    const uuid = await findMapping(inputs, aws, existing?.outputs["uuid"]);
    if (!uuid) {
      const EventSourceArn = String(inputs["eventSourceArn"]);
      const made = await aws.lambda.send(
        new CreateEventSourceMappingCommand({ EventSourceArn, ...mapping(inputs) }),
      );
      return { uuid: made.UUID };
    }
    await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, ...mapping(inputs) }));
    return { uuid };
  },
  async remove({ outputs }, { lambda }) {
    await unlessMissing(
      lambda.send(new DeleteEventSourceMappingCommand({ UUID: String(outputs["uuid"]) })),
    );
  },
  async observe({ outputs, inputs }, { lambda }) {
    const found = await lambda.send(
      new GetEventSourceMappingCommand({ UUID: String(outputs["uuid"]) }),
    );
    return {
      eventSourceArn: found.EventSourceArn,
      functionName:
        inputs["functionName"] === found.FunctionArn
          ? found.FunctionArn
          : found.FunctionArn?.split(":").at(-1),
      batchSize: found.BatchSize,
      functionResponseTypes: found.FunctionResponseTypes,
      maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds ?? 0,
    };
  },
};

function mapping(inputs: Properties) {
  return {
    FunctionName: String(inputs["functionName"]),
    BatchSize: inputs["batchSize"] as number | undefined,
    MaximumBatchingWindowInSeconds: inputs["maximumBatchingWindowInSeconds"] as number | undefined,
    FunctionResponseTypes: inputs["functionResponseTypes"] as FunctionResponseType[] | undefined,
    FilterCriteria: upperKeys(inputs["filterCriteria"]) as
      | { Filters: { Pattern: string }[] }
      | undefined,
    ScalingConfig: upperKeys(inputs["scalingConfig"]) as { MaximumConcurrency: number } | undefined,
    Enabled: (inputs["enabled"] as boolean | undefined) ?? true,
  };
}

/** A run that died after the creation left a mapping whose id nobody wrote down. */
async function findMapping(inputs: Properties, { lambda }: Aws, known: unknown) {
  if (typeof known === "string") return known;
  const query = {
    EventSourceArn: String(inputs["eventSourceArn"]),
    FunctionName: String(inputs["functionName"]),
  };
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand(query));
  return EventSourceMappings[0]?.UUID;
}

export const eventInvokeConfig: ResourceType = {
  honours: ["functionName", "maximumRetryAttempts", "maximumEventAgeInSeconds"],
  replaces: ["functionName"],
  outputs: ({ functionName }) => ({ id: String(functionName) }),
  async put(inputs, { lambda }) {
    const config = {
      FunctionName: String(inputs["functionName"]),
      MaximumRetryAttempts: inputs["maximumRetryAttempts"] as number | undefined,
      MaximumEventAgeInSeconds: inputs["maximumEventAgeInSeconds"] as number | undefined,
    };
    await lambda.send(new PutFunctionEventInvokeConfigCommand(config));
  },
  async remove({ id }, { lambda }) {
    await unlessMissing(
      lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: id })),
    );
  },
  async observe({ id }, { lambda }) {
    const found = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: id }));
    return { functionName: id, maximumRetryAttempts: found.MaximumRetryAttempts };
  },
};
