import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { Jar, type JarOptions } from "@switchyard/core/state/jar.ts";
import { clientOf, withSend } from "../../models/client.ts";
import { lambdaModel } from "../../models/lambda/lambda.ts";
import { seededRandom } from "../../models/random.ts";
import { type Interfere } from "./interfere.ts";

/** A function in memory, its jar, and the requests that the jar sends. */
export function jarWorld(options: JarOptions = {}, { updateLasts = 0 } = {}) {
  let now = 0;
  const clock = { now: () => now, after: () => () => {} };
  const random = seededRandom(1);
  const model = lambdaModel(clock, random, { updateLasts });
  model.configure("squirrel");
  const lambda = clientOf<LambdaClient>(model);
  const sent: string[] = [];
  const clientWith = (interfere: Interfere = (_, send) => send()) =>
    withSend<LambdaClient>((command) => {
      sent.push(command.constructor.name.replace(/Command$/, ""));
      const send = () => lambda.send(command as GetFunctionConfigurationCommand);
      return interfere(command, send, sent.length);
    });
  const surroundings = {
    functionName: "squirrel",
    sleep: async (ms: number) => void (now += ms),
    random: () => random.between(1, 1_000) / 1_000,
  };
  return {
    sent,
    client: clientWith(),
    /** The jar; `interfere` stands between it and Lambda. */
    jar: <T = unknown>(more: JarOptions = {}, interfere?: Interfere) =>
      new Jar<T>({ ...surroundings, client: clientWith(interfere), ...options, ...more }),
    variables: async (): Promise<Record<string, string>> => {
      const answer = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: "squirrel" }),
      );
      return answer.Environment?.Variables ?? {};
    },
    setVariables: async (Variables: Record<string, string>) => {
      now += updateLasts;
      const change = { FunctionName: "squirrel", Environment: { Variables } };
      await lambda.send(new UpdateFunctionConfigurationCommand(change));
      now += updateLasts;
    },
  };
}

/** The whole numbers from 0 up to `end`, without it. */
export const range = (end: number): number[] => Array.from({ length: end }, (_, at) => at);
