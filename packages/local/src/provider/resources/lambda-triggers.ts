import { createHash } from "node:crypto";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetEventSourceMappingCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
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
import { lowerKeys, upperKeys } from "./letter-case.ts";

/** Ids of statements come from their content: a permission has no name of its own. */
export const permission: ResourceType = {
  honours: ["action", "function", "principal", "sourceArn", "functionUrlAuthType"],
  leavesOut: {
    invokedViaFunctionUrl:
      "no emulator knows the condition yet; the local function is open to direct calls as well",
  },
  replaces: ["action", "function", "principal", "sourceArn", "functionUrlAuthType"],
  outputs: ({ function: name, action, principal, sourceArn, functionUrlAuthType }) => {
    const parts = [name, action, principal, sourceArn, functionUrlAuthType];
    const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
    const readable = [action, principal]
      .map(String)
      .join("-")
      .replaceAll(/[^A-Za-z0-9_-]/g, "_");
    return { id: `${readable.slice(0, 80)}-${hash}` };
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
    const { Statement } = JSON.parse(Policy ?? '{"Statement":[]}') as { Statement: Grant[] };
    const found = Statement.find(({ Sid }) => Sid === id);
    return { ...grantOf(found), function: found && inputs["function"] };
  },
};

interface Grant {
  Sid: string;
  Action: string;
  Principal: string | { Service?: string; AWS?: string };
  Condition?: Record<string, Record<string, string>>;
}

/** Lambda keeps a permission as a statement; its parts become conditions there. */
function grantOf(grant: Grant | undefined): Properties {
  const conditions = Object.assign({}, ...Object.values(grant?.Condition ?? {})) as Properties;
  const { Principal } = grant ?? {};
  return {
    action: grant?.Action,
    principal: typeof Principal === "object" ? (Principal.Service ?? Principal.AWS) : Principal,
    sourceArn: conditions["AWS:SourceArn"] ?? conditions["aws:SourceArn"],
    functionUrlAuthType: conditions["lambda:FunctionUrlAuthType"],
  };
}

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
  async observe({ id, inputs }, { lambda }) {
    const found = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: id }));
    return {
      functionName: functionNamed(inputs["functionName"], found.FunctionArn),
      authorizationType: found.AuthType,
      cors: lowerKeys(found.Cors),
      ...(inputs["invokeMode"] ? { invokeMode: found.InvokeMode } : {}),
    };
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
      functionName: functionNamed(inputs["functionName"], found.FunctionArn),
      functionResponseTypes: found.FunctionResponseTypes,
      maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds,
      filterCriteria: lowerKeys(found.FilterCriteria),
      scalingConfig: lowerKeys(found.ScalingConfig),
      ...(inputs["batchSize"] ? { batchSize: found.BatchSize } : {}),
      ...(inputs["enabled"] === undefined ? {} : { enabled: found.State?.startsWith("Enabl") }),
    };
  },
};

/** A function goes by its name as well as by its ARN: the answer in the words of the input. */
function functionNamed(input: unknown, functionArn: string | undefined) {
  return input === functionArn ? functionArn : functionArn?.split(":")[6];
}

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
  async observe({ id, inputs }, { lambda }) {
    const found = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: id }));
    return {
      functionName: functionNamed(inputs["functionName"], found.FunctionArn),
      maximumRetryAttempts: found.MaximumRetryAttempts,
      maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
    };
  },
};

/** What Lambda does about a function that invokes itself, directly or through others. */
export const recursionConfig: ResourceType = {
  honours: ["functionName", "recursiveLoop"],
  replaces: ["functionName"],
  outputs: ({ functionName }) => ({ id: String(functionName) }),
  async put({ functionName, recursiveLoop }, { lambda }) {
    const RecursiveLoop = recursiveLoop === "Allow" ? "Allow" : "Terminate";
    const config = { FunctionName: String(functionName), RecursiveLoop } as const;
    await lambda.send(new PutFunctionRecursionConfigCommand(config));
  },
  async remove({ id }, { lambda }) {
    const config = { FunctionName: id, RecursiveLoop: "Terminate" } as const;
    await unlessMissing(lambda.send(new PutFunctionRecursionConfigCommand(config)));
  },
  async observe({ id, inputs }, { lambda }) {
    const found = await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName: id }));
    return { functionName: inputs["functionName"], recursiveLoop: found.RecursiveLoop };
  },
};
