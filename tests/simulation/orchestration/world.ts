import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { type Labourer, parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { defaultTables, type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { clientOf, withSend } from "../../models/client.ts";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { lambdaModel, type LambdaModel } from "../../models/lambda/lambda.ts";
import { type CommandLike, type ServiceModel } from "../../models/model.ts";
import { s3Model } from "../../models/s3/s3.ts";
import { trusted } from "../../models/trusted.ts";
import { createTables } from "../../unit/orchestration/tables.ts";
import { type Simulation } from "../harness.ts";
import { type Process } from "../process.ts";
import { inputOf, type Alter } from "./broken.ts";
import { type OrchestrationScenario } from "./scenario.ts";

export const names = {
  scheduler: "sosw_scheduler",
  orchestrator: "sosw_orchestrator",
  scavenger: "sosw_scavenger",
  assistant: "sosw_worker_assistant",
  worker: "worker",
  queueBucket: "queue",
};

/** Seconds a worker may take: its function's time-out, and its labourer's duration. */
export const duration = 60;
/** Seconds that its slot is kept after that: so long an invocation may wait, too. */
export const cooldown = 60;

export interface World {
  readonly dynamodb: ServiceModel;
  readonly lambda: LambdaModel;
  readonly s3: ServiceModel;
  readonly labourer: Labourer;
  readonly alter: Alter;
  /** All rows of a table, as they are now. */
  rows(role: TableRole): Promise<Row[]>;
  /** How many there are. */
  count(role: TableRole): Promise<number>;
}

export async function buildWorld(
  simulation: Simulation,
  { lag, limit, keyLimit, maxAttempts }: OrchestrationScenario,
  alter: Alter,
): Promise<World> {
  const { context, scheduler, random } = simulation;
  const dynamodb = dynamodbModel(context, { lags: { index: lag, replica: 0 } });
  await createTables(clientOf<DynamoDBClient>(dynamodb), defaultTables);
  const s3 = s3Model(context);
  await clientOf<S3Client>(s3).send(new CreateBucketCommand({ Bucket: names.queueBucket }));
  const key = "payload.tenant";
  const labourer = parseLabourer("worker", {
    arn: names.worker,
    max_simultaneous_invocations: limit,
    max_attempts: maxAttempts,
    duration,
    cooldown,
    retry: { base: 5, cap: 60 },
    ...(keyLimit && {
      flow: { concurrency: { key, limit: keyLimit }, fair_share: { key }, priority: true },
    }),
  });
  const db = clientOf<DynamoDBDocumentClient>(dynamodb);
  const scan = (role: TableRole, Select: "ALL_ATTRIBUTES" | "COUNT") =>
    db.send(new ScanCommand({ TableName: defaultTables[role], ConsistentRead: true, Select }));
  return {
    dynamodb,
    s3,
    labourer,
    alter,
    rows: async (role) => (await scan(role, "ALL_ATTRIBUTES")).Items ?? [],
    count: async (role) => (await scan(role, "COUNT")).Count ?? 0,
    lambda: lambdaModel(scheduler, random.fork()),
  };
}

/** The tables as a process reaches them: with its own clock, sleep, chance and tokens. */
export function storeFor(
  simulation: Simulation,
  { dynamodb, alter }: World,
  process: Process,
): Store {
  const { now, sleep, newToken, name } = process;
  const db = simulation.client<DynamoDBDocumentClient>(process, dynamodb);
  const altered = withSend<DynamoDBDocumentClient>(async (command) => {
    alter.request?.(inputOf(command));
    return trusted<(command: CommandLike) => Promise<object>>(db.send)(command);
  });
  return storeOf({
    db: altered,
    now,
    sleep,
    newToken,
    random: () => process.random.between(0, 999) / 1_000,
    author: { author: name, invocation_id: name, log_stream_name: "simulation" },
  });
}
