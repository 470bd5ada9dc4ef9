import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { Bucket, BucketConflictError } from "@switchyard/core/state/bucket.ts";
import { Jar, JarConflictError } from "@switchyard/core/state/jar.ts";
import {
  PersistentMap,
  PersistentMapConflictError,
  type PersistentMapSettings,
} from "@switchyard/core/state/persistent-map.ts";
import { randomBytes } from "node:crypto";
import { clientOf, withSend, type Sender } from "../../models/client.ts";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { lambdaModel } from "../../models/lambda/lambda.ts";
import { type CommandLike, type ServiceModel } from "../../models/model.ts";
import { s3Model } from "../../models/s3/s3.ts";
import { trusted } from "../../models/trusted.ts";
import { faultsAt } from "../faults.ts";
import { createSimulation, type Simulation } from "../harness.ts";
import { type Process } from "../process.ts";
import { type StateScenario } from "./scenario.ts";

interface Counter {
  readonly count?: number;
}
const plusOne = ({ count = 0 }: Counter) => ({ count: count + 1 });

/** Breaks the library on purpose: changes requests on their way, or the ids of updates. */
export interface Alter {
  readonly request?: (input: Record<string, unknown>) => void;
  readonly newToken?: () => string;
}

/** How the updates ended, as those that asked for them know it, and what is stored then. */
export interface Outcome {
  readonly done: number;
  /** Refused: certainly not made. */
  readonly refused: number;
  /** Of those nobody knows: the process died, or the outcome is said to be unknown. */
  readonly unknown: number;
  readonly count: number;
  readonly others: unknown;
  readonly calls: number;
}

const table = {
  TableName: "AWSLambdaPersistence",
  AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" as const }],
  KeySchema: [{ AttributeName: "key", KeyType: "HASH" as const }],
  BillingMode: "PAY_PER_REQUEST" as const,
};
/** What brotli can't make small enough for one item. */
const large = { large: randomBytes(450_000).toString("base64") };

type Around = Partial<PersistentMapSettings>;
const openMap = (
  client: Pick<DynamoDBClient, "send">,
  initial?: Record<string, unknown>,
  around: Around = {},
) => PersistentMap.open(initial, { ...around, client, tableKey: names.functionName });

const names = { functionName: "squirrel", bucket: "forest", key: "state.json" };

/** Runs a scenario until nothing is left to happen, late requests too. */
export async function runState(scenario: StateScenario, alter: Alter = {}): Promise<Outcome> {
  const { seed, faults, writers } = scenario;
  const simulation = createSimulation({ seed, faults: faultsAt(faults) });
  const model = await modelOf(simulation, scenario);
  const tally = { begun: 0, done: 0, refused: 0 };
  for (const [index, { at, updates }] of writers.entries()) {
    simulation.start(`writer-${index}`, async (process) => {
      await process.sleep(at);
      for (let time = 0; time < updates; time++) {
        tally.begun++;
        const ended = await update(scenario, simulation, process, model, alter);
        if (ended !== "unknown") tally[ended]++;
      }
    });
  }
  await simulation.run(24 * 3_600_000);
  const { begun, done, refused } = tally;
  const found = await look(scenario, model);
  return { done, refused, unknown: begun - done - refused, calls: simulation.calls(), ...found };
}

async function modelOf(simulation: Simulation, scenario: StateScenario): Promise<ServiceModel> {
  const { scheduler, context } = simulation;
  if (scenario.store === "jar") {
    const lambda = lambdaModel(scheduler, context.random, scenario);
    lambda.configure(names.functionName, { OTHER: "kept" });
    return lambda;
  }
  if (scenario.store !== "bucket") {
    const dynamodb = dynamodbModel(context);
    await clientOf<DynamoDBClient>(dynamodb).send(new CreateTableCommand(table));
    if (scenario.store === "parts") await openMap(clientOf<DynamoDBClient>(dynamodb), large);
    return dynamodb;
  }
  const s3 = s3Model(context);
  await clientOf<S3Client>(s3).send(new CreateBucketCommand({ Bucket: names.bucket }));
  return s3;
}

const refusals = [JarConflictError, BucketConflictError, PersistentMapConflictError];

async function update(
  { store }: StateScenario,
  simulation: Simulation,
  process: Process,
  model: ServiceModel,
  alter: Alter,
): Promise<"done" | "refused" | "unknown"> {
  const surroundings = {
    ...names,
    sleep: process.sleep,
    random: () => process.random.between(1, 1_000) / 1_000,
    newToken: alter.newToken ?? process.newToken,
  };
  try {
    if (store === "jar") {
      const client = altered<LambdaClient>(simulation.client<LambdaClient>(process, model), alter);
      await new Jar<Counter>({ ...surroundings, client }).update(plusOne);
    } else if (store !== "bucket") {
      const client = altered<DynamoDBClient>(
        simulation.client<DynamoDBClient>(process, model),
        alter,
      );
      const state = await openMap(client, undefined, { ...surroundings, now: process.now });
      await state.increment("count");
    } else {
      const client = altered<S3Client>(simulation.client<S3Client>(process, model), alter);
      const state = await Bucket.open<Counter>({ ...surroundings, client });
      await state.update(plusOne);
    }
    return "done";
  } catch (error) {
    const isRefused = refusals.some((Refusal) => error instanceof Refusal);
    return isRefused ? "refused" : "unknown";
  }
}

function altered<Client extends Sender>(
  client: Pick<Client, "send">,
  { request }: Alter,
): Pick<Client, "send"> {
  return withSend<Client>(async (command: CommandLike) => {
    request?.(trusted(command.input));
    return trusted<(command: CommandLike) => Promise<object>>(client.send)(command);
  });
}

async function look({ store }: StateScenario, model: ServiceModel) {
  if (store === "jar") {
    const client = clientOf<LambdaClient>(model);
    const { count = 0 } = await new Jar<Counter>({ ...names, client }).get();
    return { count, others: await new Jar({ ...names, client, variable: "OTHER" }).get() };
  }
  if (store !== "bucket") {
    const map = await openMap(clientOf<DynamoDBClient>(model));
    const isWhole = store === "map" || map.get("large") === large.large;
    return { count: Number(map.get("count") ?? 0), others: isWhole ? "kept" : "damaged" };
  }
  const client = clientOf<S3Client>(model);
  const { count = 0 } = await (await Bucket.open<Counter>({ ...names, client })).get();
  return { count, others: "kept" };
}

/** What is wrong with how a scenario ended; nothing, if all is well. */
export function wrongIn({ done, unknown, count, others }: Outcome): string[] {
  return [
    ...(count < done ? [`${done} updates were said to be made, ${count} are there`] : []),
    ...(count > done + unknown ? [`${done + unknown} updates at most, ${count} are there`] : []),
    ...(others === "kept" ? [] : ["another variable was changed"]),
  ];
}
