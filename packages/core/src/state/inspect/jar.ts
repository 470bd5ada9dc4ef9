import type { LambdaClient } from "@aws-sdk/client-lambda";
import { lambdaClient } from "../../aws/clients/lambda.ts";
import { readConfiguration } from "../jar/configuration.ts";
import { unpack } from "../jar/pack.ts";
import { environmentLimit, sizeOf } from "../jar/room.ts";

/** What a jar holds, to be looked at. */
export interface JarContent {
  /** As it is stored, unpacked; absent where nothing is. */
  readonly text?: string;
  /** Of all variables of the function: they share the limit. */
  readonly bytes: number;
  readonly limitBytes: number;
}

interface JarAt {
  readonly functionName: string;
  readonly variable?: string;
}

/**
 * Looks into a jar without being able to write to it: of the function's other variables only their
 * size is told. One request; needs `lambda:GetFunctionConfiguration`.
 *
 * Throws `MissingPermissionsError`, `JarFunctionNotFoundError`, `CorruptStateError`.
 */
export async function inspectJar(
  { functionName, variable = "jar" }: JarAt,
  { client = lambdaClient() }: { readonly client?: Pick<LambdaClient, "send"> } = {},
): Promise<JarContent> {
  const { variables } = await readConfiguration({ client, functionName });
  const text = variables[variable] ?? "";
  const size = { bytes: sizeOf(variables), limitBytes: environmentLimit };
  return text === "" ? size : { text: unpack(text), ...size };
}
