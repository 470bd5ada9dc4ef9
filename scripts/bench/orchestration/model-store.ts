import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import { defaultTables } from "@switchyard/core/orchestration/tables.ts";
import { clientOf } from "../../../tests/models/client.ts";
import { dynamodbModel } from "../../../tests/models/dynamodb/dynamodb.ts";
import { seededRandom } from "../../../tests/models/random.ts";
import { createTables } from "../../../tests/unit/orchestration/tables.ts";

/** What was asked of DynamoDB. */
export interface Asked {
  requests: number;
  /** Items that queries looked at. */
  read: number;
  /** Read and write units together, as its answers tell them. */
  units: number;
}

/** Empty tables in memory, and a count of what is asked of them. */
export async function modelStore(): Promise<{ store: Store; asked: Asked }> {
  // Time stands still: a run that found its lease too old would ask more on a slow machine.
  const now = () => Date.UTC(2026, 0, 1);
  const model = dynamodbModel({ now, random: seededRandom(1) });
  await createTables(clientOf<DynamoDBClient>(model), defaultTables);
  const asked: Asked = { requests: 0, read: 0, units: 0 };
  const db = counting(clientOf<DynamoDBDocumentClient>(model), asked);
  const author = { author: "bench", invocation_id: "bench", log_stream_name: "bench" };
  return { store: storeOf({ db, tables: defaultTables, author, now }), asked };
}

interface Answer {
  readonly ScannedCount?: number;
  readonly ConsumedCapacity?: Units | readonly Units[];
}
interface Units {
  readonly CapacityUnits?: number;
}

function counting(db: Store["db"], asked: Asked): Store["db"] {
  const send = async (command: Parameters<Store["db"]["send"]>[0]) => {
    Object.assign(command.input, { ReturnConsumedCapacity: "TOTAL" });
    const answer = (await db.send(command as never)) as Answer & object;
    asked.requests++;
    asked.read += answer.ScannedCount ?? 0;
    for (const { CapacityUnits = 0 } of [answer.ConsumedCapacity ?? []].flat())
      asked.units += CapacityUnits;
    return answer;
  };
  return { send: send as Store["db"]["send"] };
}
