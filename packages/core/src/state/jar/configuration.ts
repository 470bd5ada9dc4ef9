import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { missingPermissions, MissingPermissionsError } from "../permissions.ts";
import { asServiceError } from "../writes/refusal.ts";
import { JarEnvironmentUnreadableError, JarFunctionNotFoundError } from "./errors.ts";
import { type Variables } from "./room.ts";

/** What Lambda's answers say when a configuration isn't what it was, or is being changed. */
export const races: ReadonlySet<string> = new Set([
  "PreconditionFailedException",
  "ResourceConflictException",
]);

export interface Configuration {
  readonly version: string | undefined;
  readonly variables: Variables;
  /** `InProgress`, `Successful` or `Failed`. */
  readonly status: string;
  readonly reason: string | undefined;
}

export interface FunctionAt {
  readonly client: Pick<LambdaClient, "send">;
  readonly functionName: string;
}

/** Reads a function's configuration. Throws `JarFunctionNotFoundError`, `MissingPermissionsError`, `JarEnvironmentUnreadableError`. */
export async function readConfiguration({
  client,
  functionName,
}: FunctionAt): Promise<Configuration> {
  const ask = new GetFunctionConfigurationCommand({ FunctionName: functionName });
  const answer = await client.send(ask).catch(explain(functionName, "GetFunctionConfiguration"));
  return {
    version: answer.RevisionId,
    variables: variablesOf(answer, functionName),
    status: answer.LastUpdateStatus ?? "Successful",
    reason: answer.LastUpdateStatusReason,
  };
}

/** Replaces the environment of exactly the revision that was read. Throws as Lambda does, and as reading does. */
export async function writeVariables(
  { client, functionName }: FunctionAt,
  { version }: Pick<Configuration, "version">,
  variables: Variables,
): Promise<void> {
  const change = new UpdateFunctionConfigurationCommand({
    FunctionName: functionName,
    RevisionId: version,
    Environment: { Variables: { ...variables } },
  });
  await client.send(change).catch(explain(functionName, "UpdateFunctionConfiguration"));
}

// Without its variables a write would wipe them.
function variablesOf(
  { Environment, KMSKeyArn }: GetFunctionConfigurationCommandOutput,
  functionName: string,
): Variables {
  const { ErrorCode, Message = "no reason given" } = Environment?.Error ?? {};
  if (ErrorCode?.startsWith("AccessDenied"))
    throw new MissingPermissionsError(
      { Effect: "Allow", Action: "kms:Decrypt", Resource: KMSKeyArn ?? "*" },
      new JarEnvironmentUnreadableError(functionName, Message),
    );
  if (ErrorCode) throw new JarEnvironmentUnreadableError(functionName, Message);
  return Environment?.Variables ?? {};
}

function explain(functionName: string, operation: string) {
  return (error: unknown): never => {
    if (asServiceError(error).name === "ResourceNotFoundException")
      throw new JarFunctionNotFoundError(functionName, error);
    const statement = {
      Effect: "Allow",
      Action: `lambda:${operation}`,
      Resource: functionName.startsWith("arn:")
        ? functionName
        : `arn:aws:lambda:*:*:function:${functionName}`,
    } as const;
    throw missingPermissions(error, statement) ?? error;
  };
}
