import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ResourceNotFoundException,
  UpdateFunctionConfigurationCommand,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { fault, metadata } from "../errors.ts";
import { type Clock, type ServiceModel } from "../model.ts";
import { operation, operationTable } from "../operations.ts";
import { type Random } from "../random.ts";
import { trusted } from "../trusted.ts";
import { invokeLater, type AsynchronousSettings } from "./asynchronous.ts";
import { configurations } from "./configuration.ts";
import { type LambdaFunction, type Result } from "./function.ts";

interface Registered {
  readonly run: LambdaFunction;
  readonly asynchronous: AsynchronousSettings;
}
export interface LambdaModel extends ServiceModel {
  /** Makes a function known under its name. */
  register(name: string, run: LambdaFunction, asynchronous?: Partial<AsynchronousSettings>): void;
  /** Invokes a function asynchronously, as a schedule or another service does. */
  trigger(name: string, event: unknown): void;
  /** Gives a name a configuration with an environment and a time-out in s (3); `register` makes what can be invoked. */
  configure(name: string, variables?: Readonly<Record<string, string>>, timeout?: number): void;
}

const punctual: AsynchronousSettings = {
  lateness: [10, 100],
  repeats: 0,
  drops: 0,
  retries: 2,
  maximumAge: 6 * 3_600_000,
};

/**
 * Lambda's `Invoke`, waiting for the answer or not, and its configurations' environments.
 *
 * `updateLasts`: how long an update of a configuration goes on, in ms; meanwhile others are
 * refused. Concurrency limits aren't modelled.
 */
export function lambdaModel(
  clock: Clock,
  random: Random,
  options: { readonly updateLasts?: number } = {},
): LambdaModel {
  const functions = new Map<string, Registered>();
  const configured = configurations(() => clock.now(), options);
  const find = operationTable("Lambda", [
    operation(InvokeCommand, (input) => invoke(functions, { clock, random }, input)),
    operation(GetFunctionConfigurationCommand, (input) => configured.get(nameIn(input))),
    operation(UpdateFunctionConfigurationCommand, (input) =>
      configured.update(nameIn(input), input),
    ),
  ]);
  return {
    register: (name, run, asynchronous) => {
      functions.set(name, { run, asynchronous: { ...punctual, ...asynchronous } });
    },
    trigger: (name, event) => {
      const { run, asynchronous } = functions.get(name) ?? missing(name);
      invokeLater({ clock, random }, run, asynchronous)(event);
    },
    configure: configured.create,
    prepare: async (command) => {
      const { run, name } = find(command);
      const { input } = command;
      return {
        operation: name,
        input,
        apply: async () => ({ $metadata: metadata(), ...(await Promise.resolve(run(input))) }),
        decode: (answer) => answer,
      };
    },
  };
}

const nameIn = ({ FunctionName = "" }: { readonly FunctionName?: string | undefined }) =>
  FunctionName.replace(/^arn:.*:function:/, "").replace(/:[^:]*$/, "");

async function invoke(
  functions: ReadonlyMap<string, Registered>,
  world: { clock: Clock; random: Random },
  input: InvokeCommandInput,
) {
  const { FunctionName, InvocationType, Payload } = input;
  const found = functions.get(nameIn(input)) ?? missing(FunctionName);
  const text = Payload === undefined ? "{}" : Buffer.from(trusted<Uint8Array>(Payload)).toString();
  const event: unknown = JSON.parse(text);
  if (InvocationType === "DryRun") return { StatusCode: 204 };
  if (InvocationType !== "Event") return answerOf(await found.run.invoke(event));
  invokeLater(world, found.run, found.asynchronous)(event);
  return { StatusCode: 202 };
}

function missing(name: string | undefined): never {
  const message = `Function not found: ${name}`;
  throw new ResourceNotFoundException({ ...fault(message, 404), Type: "User", Message: message });
}

/** A failed function is no failed call: `FunctionError` tells. */
function answerOf(result: Result) {
  if (result.kind === "returned") return { StatusCode: 200, Payload: payload(result.value) };
  return { StatusCode: 200, FunctionError: "Unhandled", Payload: payload(failureOf(result)) };
}

/** As Node's runtime tells it. */
function failureOf(result: Exclude<Result, { kind: "returned" }>) {
  if (result.kind !== "threw")
    return { errorType: "Sandbox.Timedout", errorMessage: `Task ${result.kind}` };
  const { error } = result;
  const isError = error instanceof Error;
  return {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
  };
}

function payload(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value) ?? "null");
}
