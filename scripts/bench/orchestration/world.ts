import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { parseLabourer, type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import { defaultTables } from "@switchyard/core/orchestration/tables.ts";
import { startLocalApp, type LocalApp } from "../../local/stack.ts";
import type { Say } from "../benchmark.ts";
import { clientsOf } from "../state/operations.ts";

/** The app on an emulator of its own, and what works on its tables beside the app's own functions. */
export interface World {
  readonly app: LocalApp;
  readonly clients: ReturnType<typeof clientsOf>;
  readonly store: Store;
  readonly queueBucket: string;
}

/** To be ended by `app.stop()`. */
export async function startWorld(say: Say): Promise<World> {
  const app = await startLocalApp({ emulator: { reuse: false, onProgress: say } });
  const clients = clientsOf(app);
  const db = DynamoDBDocumentClient.from(clients.dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const author = { author: "bench", invocation_id: "bench", log_stream_name: "bench" };
  const store = storeOf({ db, tables: defaultTables, author });
  return { app, clients, store, queueBucket: app.outputs.orchestration["QUEUE_BUCKET"] ?? "" };
}

/** A labourer of the bench alone: the deployed functions don't know it, and leave its tasks be. */
export const ownLabourer = (most = 100): Labourer =>
  parseLabourer(`bench-${crypto.randomUUID().slice(0, 8)}`, {
    arn: "bench",
    max_simultaneous_invocations: most,
  });
