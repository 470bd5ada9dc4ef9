import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { equip } from "@switchyard/core/aws/config.ts";
import { metered } from "@switchyard/core/aws/meter.ts";
import { Bucket } from "@switchyard/core/state/bucket";
import { Jar } from "@switchyard/core/state/jar";
import { PersistentMap } from "@switchyard/core/state/persistent-map";
import type { LocalApp } from "../../local/stack.ts";
import type { Finding, Row } from "../benchmark.ts";

/** The clients of an emulator's administrator, with the meter that counts. */
export function clientsOf({ emulator: { endpoint, region, env } }: LocalApp) {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = env;
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const settings = { endpoint, region, hasKeys: true, maxAttempts: 3 };
  return {
    dynamodb: equip(new DynamoDBClient(config), settings),
    lambda: equip(new LambdaClient(config), settings),
    s3: equip(new S3Client({ ...config, forcePathStyle: true }), settings),
  };
}

/** The requests and capacity units of each operation, with the requests it may make at most. */
export async function countOperations(
  app: LocalApp,
): Promise<{ findings: Finding[]; rows: Row[] }> {
  const findings: Finding[] = [];
  const rows: Row[] = [];
  for await (const [operation, bar, work] of operationsOn(app)) {
    const { counts } = await metered(async () => work());
    const kinds = Object.entries(counts.requests);
    const value = kinds.reduce((sum, [, one]) => sum + one, 0);
    const from = kinds.map(([kind, one]) => `${one} ${kind}`).join(", ") || "none";
    findings.push({
      what: `${operation}: requests`,
      value,
      unit: "requests",
      bar,
      steady: true,
      from,
    });
    rows.push({
      operation,
      requests: value,
      "read units": counts.readUnits,
      "write units": counts.writeUnits,
    });
  }
  return { findings, rows };
}

type Operation = readonly [name: string, bar: number, work: () => unknown];

async function* operationsOn(app: LocalApp): AsyncGenerator<Operation> {
  const { dynamodb, lambda, s3 } = clientsOf(app);
  const jar = new Jar({ client: lambda, functionName: app.outputs.visits });
  yield ["Jar: put", 2, () => jar.put([1, 2, 3])];
  yield ["Jar: get", 1, () => jar.get()];
  await jar.delete({ wait: true });

  const options = { client: s3, bucket: app.outputs.stateBucket, key: "bench.json" };
  yield ["Bucket: open", 1, () => Bucket.open(options)];
  const bucket = await Bucket.open(options);
  yield ["Bucket: put", 1, () => bucket.put([1, 2, 3])];
  yield ["Bucket: get, with versions", 1, () => bucket.get()];

  const own = {
    client: dynamodb,
    tableName: app.outputs.stateTable,
    tableKey: crypto.randomUUID(),
  };
  yield ["PersistentMap: open", 1, () => PersistentMap.open(undefined, own)];
  const map = await PersistentMap.open(undefined, own);
  yield ["PersistentMap: set", 1, () => map.set("a", 1)];
  yield ["PersistentMap: set what is there", 0, () => map.set("a", 1)];
  yield ["PersistentMap: get", 0, () => map.get("a")];
  const keys = Array.from({ length: 1_000 }, (_, at) => `key ${at}`);
  const setAll = () => Promise.all(keys.map((key, at) => map.set(key, at)));
  yield ["PersistentMap: 1,000 sets at once", 1, setAll];
  yield ["PersistentMap: open, with 1,000 keys", 1, () => PersistentMap.open(undefined, own)];
  yield ["PersistentMap: set 640 KB, over several items", 1, () => map.set("large", noise())];
  yield ["PersistentMap: open, over several items", 2, () => PersistentMap.open(undefined, own)];
}

/** 640 KB that don't compress below an item's size. */
function noise(): string {
  const chunk = () =>
    Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("base64");
  return Array.from({ length: 8 }, chunk).join("");
}
