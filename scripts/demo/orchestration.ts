import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import type { LocalApp } from "../local/stack.ts";
import type { Chunk } from "./task-report.ts";

/** Orchestration on the demo's emulator, to look at. */
export interface DemoOrchestration {
  readonly lambda: LambdaClient;
  readonly store: Store;
  /** What the worker wrote of a word and a day; `undefined`: nothing. */
  readonly countIn: (table: string, chunk: Chunk) => Promise<number | undefined>;
  readonly end: () => void;
}

export function orchestrationOf({ emulator, outputs }: LocalApp): DemoOrchestration {
  const { endpoint, region, env } = emulator;
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = env;
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const lambda = new LambdaClient(config);
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const { tables } = orchestrationSettings(outputs.orchestration);
  return {
    lambda,
    store: storeOf({ db, tables }),
    countIn: async (TableName, { word, day }) => {
      const { Item } = await db.send(new GetCommand({ TableName, Key: { word, day } }));
      return typeof Item?.["count"] === "number" ? Item["count"] : undefined;
    },
    end: () => {
      lambda.destroy();
      db.destroy();
    },
  };
}
