import {
  InvokeCommand,
  ResourceNotFoundException,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { fault, metadata, NotModelledError } from "../errors.ts";
import { type Clock, type ServiceModel } from "../model.ts";
import { type Random } from "../random.ts";
import { trusted } from "../trusted.ts";
import { invokeLater, type AsynchronousSettings } from "./asynchronous.ts";
import { type LambdaFunction, type Result } from "./function.ts";

interface Registered {
  readonly run: LambdaFunction;
  readonly asynchronous: AsynchronousSettings;
}
export interface LambdaModel extends ServiceModel {
  /** Makes a function known under its name. */
  register(name: string, run: LambdaFunction, asynchronous?: Partial<AsynchronousSettings>): void;
}

const punctual: AsynchronousSettings = {
  lateness: [10, 100],
  repeats: 0,
  drops: 0,
  retries: 2,
  maximumAge: 6 * 3_600_000,
};

/** Lambda's `Invoke`, waiting for the answer or not. Concurrency limits aren't modelled. */
export function lambdaModel(clock: Clock, random: Random): LambdaModel {
  const functions = new Map<string, Registered>();
  return {
    register: (name, run, asynchronous) => {
      functions.set(name, { run, asynchronous: { ...punctual, ...asynchronous } });
    },
    prepare: async (command) => {
      if (!(command instanceof InvokeCommand)) {
        throw new NotModelledError("Lambda", command.constructor.name);
      }
      const { input } = command;
      const run = () => invoke(functions, { clock, random }, input);
      return {
        operation: "Invoke",
        input,
        apply: async () => ({ $metadata: metadata(), ...(await run()) }),
        decode: (answer) => answer,
      };
    },
  };
}

async function invoke(
  functions: ReadonlyMap<string, Registered>,
  world: { clock: Clock; random: Random },
  { FunctionName = "", InvocationType, Payload }: InvokeCommandInput,
) {
  const name = FunctionName.replace(/^arn:.*:function:/, "").replace(/:[^:]*$/, "");
  const found = functions.get(name);
  if (!found) {
    const message = `Function not found: ${FunctionName}`;
    throw new ResourceNotFoundException({ ...fault(message, 404), Type: "User", Message: message });
  }
  const text = Payload === undefined ? "{}" : Buffer.from(trusted<Uint8Array>(Payload)).toString();
  const event: unknown = JSON.parse(text);
  if (InvocationType === "DryRun") return { StatusCode: 204 };
  if (InvocationType !== "Event") return answerOf(await found.run.invoke(event));
  invokeLater(world, found.run, found.asynchronous)(event);
  return { StatusCode: 202 };
}

/** A failed function is no failed call: `FunctionError` tells. */
function answerOf(result: Result) {
  if (result.kind === "returned") return { StatusCode: 200, Payload: payload(result.value) };
  const errorMessage = result.kind === "threw" ? String(result.error) : `Task ${result.kind}`;
  return { StatusCode: 200, FunctionError: "Unhandled", Payload: payload({ errorMessage }) };
}

function payload(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value) ?? "null");
}
