import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { randomBytes } from "node:crypto";
import { metered } from "@switchyard/core/aws/meter.ts";
import { equip } from "@switchyard/core/aws/config.ts";
import { PersistentMap, type PersistentMapSettings } from "@switchyard/core/state/persistent-map";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { clients, stack } from "./stack.ts";

const patience = { timeout: 240_000 };
const tableName = `maps-${crypto.randomUUID().slice(0, 8)}`;
const { dynamodb } = clients();
const { endpoint, region } = stack();
const client = equip(dynamodb, { endpoint, region, hasKeys: true, maxAttempts: 3 });

beforeAll(async () => {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName: tableName });
});
afterAll(() => dynamodb.send(new DeleteTableCommand({ TableName: tableName })));

/** Settings for a map of its own for one test. */
const settings = (more: PersistentMapSettings = {}): PersistentMapSettings => ({
  client,
  tableName,
  tableKey: crypto.randomUUID(),
  ...more,
});

describe("a map in a real table", patience, () => {
  test("makes no request more than it must, and each costs what it says", async () => {
    const own = settings();
    const { result: map, counts: opening } = await metered(() =>
      PersistentMap.open<number>(undefined, own),
    );
    expect(opening.requests).toEqual({ "dynamodb.GetItem": 1 });
    const { counts: thousand } = await metered(() =>
      Promise.all(Array.from({ length: 1_000 }, (_, at) => map.set(`k${at}`, at))),
    );
    expect(thousand.requests).toEqual({ "dynamodb.PutItem": 1 });
    const { counts: reading } = await metered(async () => [...map]);
    expect(reading.requests).toEqual({});
    expect(map.stats).toMatchObject({ gets: 1, puts: 1, conflicts: 0 });
    expect(map.stats.writeUnits).toBe(thousand.writeUnits);
    const again = await PersistentMap.open<number>(undefined, own);
    expect([...again]).toEqual([...map]);
  });

  test("counts exactly when sixteen writers add fifty each", async () => {
    const own = settings({ maxAttempts: 2_000 }); // slow emulators serve some writers last
    const maps = await Promise.all(
      Array.from({ length: 16 }, () => PersistentMap.open<number>(undefined, own)),
    );
    await Promise.all(
      maps.map(async (map) => {
        for (let at = 0; at < 50; at++) await map.increment("n");
      }),
    );
    const last = await PersistentMap.open<number>(undefined, own);
    expect(last.get("n")).toBe(800);
    const conflicts = maps.reduce((sum, { stats }) => sum + stats.conflicts, 0);
    expect(conflicts).toBeGreaterThan(0);
  });

  test("counts exactly also when it is spread over several items", async () => {
    const own = settings();
    const first = await PersistentMap.open<number | string>(undefined, own);
    await first.set("large", randomBytes(500_000).toString("base64"));
    const maps = await Promise.all(
      Array.from({ length: 4 }, () => PersistentMap.open<number | string>(undefined, own)),
    );
    await Promise.all(
      maps.map(async (map) => {
        for (let at = 0; at < 5; at++) await map.increment("n");
      }),
    );
    const { result: last, counts } = await metered(() => PersistentMap.open(undefined, own));
    expect(last.get("n")).toBe(20);
    expect(last.get("large")).toBe(first.get("large"));
    expect(counts.requests).toEqual({ "dynamodb.GetItem": 1, "dynamodb.BatchGetItem": 1 });
  });

  test("fills an item to its last byte, and no byte more", async () => {
    const own = settings();
    const map = await PersistentMap.open<string>(undefined, own);
    // A quarter of random bytes' base64 is saved by compressing it; so is not what looks like it.
    const fits = await largest(async (characters) => {
      const value = noise.slice(0, characters);
      const { counts } = await metered(() => map.set("noise", value));
      return counts.requests["dynamodb.PutItem"] === 1;
    });
    expect(fits).toBeGreaterThan(400_000);
    await map.set("noise", noise.slice(0, fits));
    const again = await PersistentMap.open<string>(undefined, own);
    expect(again.get("noise")).toBe(noise.slice(0, fits));
  });

  test("over the transaction's limit is refused, and stays as it was", async () => {
    const own = settings();
    const map = await PersistentMap.open<string>(undefined, own);
    const large = noise.slice(0, 4_000_000);
    await map.set("a", large);
    const tooLarge = { code: "state.too_large", limit: 4 * 1024 * 1024 };
    await expect(map.set("b", noise.slice(4_000_000))).rejects.toMatchObject(tooLarge);
    const again = await PersistentMap.open<string>(undefined, own);
    expect([...again.keys()]).toEqual(["a"]);
    expect(again.get("a")).toBe(large);
  });

  test("fills a transaction to its last kilobyte", async () => {
    const own = settings();
    const map = await PersistentMap.open<string>(undefined, own);
    const tries = await largest(async (characters) => {
      const size = await map.set("noise", noise.slice(0, characters)).then(
        () => 0,
        (error: { code: string; size: number }) => {
          expect(error.code).toBe("state.too_large");
          return error.size;
        },
      );
      // MiniStack counts the request, whose bytes are base64: a third more than DynamoDB counts.
      if (stack().kind === "ministack") return size < 3 * 1024 * 1024;
      return size === 0;
    }, 6_100_000);
    expect(tries).toBeGreaterThan(stack().kind === "ministack" ? 4_000_000 : 5_600_000);
  });

  test("makes its table once, though four ask for it at once", async () => {
    const name = `made-${crypto.randomUUID().slice(0, 8)}`;
    onTestFinished(async () => {
      await dynamodb.send(new DeleteTableCommand({ TableName: name }));
    });
    const own = settings({ tableName: name, ttlSeconds: 3_600 });
    const maps = await Promise.all(
      Array.from({ length: 4 }, () => PersistentMap.open<number>(undefined, own)),
    );
    await Promise.all(maps.map((map) => map.increment("n")));
    expect((await PersistentMap.open<number>(undefined, own)).get("n")).toBe(4);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    expect(Table?.BillingModeSummary?.BillingMode).toBe("PAY_PER_REQUEST");
  });

  test("says which key the table has not", async () => {
    const own = settings({ keyFieldName: "id" });
    await expect(PersistentMap.open(undefined, own)).rejects.toMatchObject({
      code: "state.table_key",
    });
  });
});

/** Text of seven bits a character that no compression makes shorter than seven eighths. */
const noise = Array.from(randomBytes(6_100_000), (byte) =>
  String.fromCodePoint(35 + (byte % 57)),
).join("");

/** The largest number below another for which it holds. */
async function largest(
  holds: (number: number) => Promise<boolean>,
  below = 600_000,
): Promise<number> {
  let [low, high] = [0, below];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
