import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { parseLabourer, type LabourerInput } from "@switchyard/core/orchestration/labourer.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { defaultTables, type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { clientOf } from "../../models/client.ts";
import { dynamodbModel } from "../../models/dynamodb/dynamodb.ts";
import { seededRandom } from "../../models/random.ts";
import { createTables } from "./tables.ts";

/** 2026-11-21T12:00:00Z, in ms. */
export const noon = 1_795_262_400_000;

/** The tables in memory, at a time that the test moves. */
export async function orchestrationWorld({
  indexLag = 0,
  replicaLag = 0,
  ...settings
}: Partial<Store> & { readonly indexLag?: number; readonly replicaLag?: number } = {}) {
  const clock = { now: noon };
  const now = () => clock.now;
  const random = seededRandom(1);
  const model = dynamodbModel({ now, random }, { lags: { index: indexLag, replica: replicaLag } });
  await createTables(clientOf<DynamoDBClient>(model), defaultTables);
  const db = clientOf<DynamoDBDocumentClient>(model);
  let tokens = 0;
  const store = storeOf({
    db,
    now,
    random: () => 0.5,
    sleep: async (ms) => void (clock.now += ms),
    newToken: () => `token-${++tokens}`,
    ...settings,
  });
  const rows = async (role: TableRole): Promise<Row[]> => {
    const { Items = [] } = await db.send(
      new ScanCommand({ TableName: defaultTables[role], ConsistentRead: true }),
    );
    return Items;
  };
  return { clock, model, db, store, rows };
}

/** A labourer as its settings make it. */
export const labourer = (settings: Partial<LabourerInput> = {}, id = "counter") =>
  parseLabourer(id, {
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${id}`,
    ...settings,
  });
