import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { PersistentMap, persistentMap } from "@switchyard/core/state/persistent-map";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mapWorld } from "./world.ts";

// The worked examples of aws-lambda-persistence's page, in its order.

const hour = 60 * 60 * 1000;
beforeEach(() => vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "fn"));
afterEach(() => vi.unstubAllEnvs());

/** A function of its own for each test; what is at module scope is the container's. */
let containers = 0;
async function lambda(more: Parameters<typeof mapWorld>[0] = {}) {
  const world = await mapWorld(more);
  // A test's containers don't share what `persistentMap` remembers in this process.
  vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", `fn${++containers}`);
  const { tableKey: _, ...settings } = world.settings;
  return { ...world, settings };
}

describe("the expensive function whose result is kept for four hours", () => {
  // Theirs never runs it: without data on the first run `expiration_datetime` is not there.
  test("runs on the first invocation, and again when four hours have passed", async () => {
    const { settings, clock, calls } = await lambda();
    const expensive = vi.fn(() => `computed at ${clock.ms}`);
    const handler = async (cold: boolean) => {
      const data = await (cold
        ? PersistentMap.open<string | Date>(undefined, settings)
        : persistentMap<string | Date>(settings));
      const expiration = data.get("expiration_datetime");
      if (!(expiration instanceof Date) || expiration.getTime() < clock.ms)
        await data.update({
          special_value: expensive(),
          expiration_datetime: new Date(clock.ms + 4 * hour),
        });
      return data.get("special_value");
    };

    const first = await handler(false);
    expect(calls).toEqual(["GetItem", "PutItem"]);
    clock.ms += 4 * hour;
    expect(await handler(false)).toBe(first);
    expect(calls).toHaveLength(2);
    // Also where the container's memory is lost.
    expect(await handler(true)).toBe(first);
    expect(expensive).toHaveBeenCalledTimes(1);
    clock.ms += 1;
    expect(await handler(false)).not.toBe(first);
    expect(expensive).toHaveBeenCalledTimes(2);
  });
});

describe("the function of the template", () => {
  test("tells when it last ran, and where it has that from", async () => {
    const { settings, clock } = await lambda();
    const isWarm = new Set<unknown>();
    const handler = async () => {
      const data = await persistentMap<Date>(settings);
      let result = isWarm.has(data) ? "From the container. " : "Pulled from DynamoDB. ";
      isWarm.add(data);
      const last = data.get("last_run");
      result += last ? `Last run at ${last.toISOString()}` : "This is the first run.";
      await data.set("last_run", new Date(clock.ms));
      return result;
    };
    expect(await handler()).toBe("Pulled from DynamoDB. This is the first run.");
    clock.ms += 1_000;
    expect(await handler()).toBe("From the container. Last run at 2026-01-01T00:00:00.000Z");
    // A cold container reads what is stored.
    const cold = await PersistentMap.open<Date>(undefined, settings);
    expect(cold.get("last_run")).toEqual(new Date(clock.ms));
  });
});

describe("how to use it", () => {
  test("a key can be looked for before it is read", async () => {
    const { settings } = await lambda();
    const data = await PersistentMap.open<Date>(undefined, settings);
    expect(data.has("example")).toBe(false);
    await data.set("example", new Date(0));
    expect(data.has("example") && data.get("example")).toEqual(new Date(0));
  });

  test("any change is stored at once", async () => {
    const { settings } = await lambda();
    const data = await PersistentMap.open<Date>(undefined, settings);
    await data.set("example", new Date(1));
    const elsewhere = await PersistentMap.open<Date>(undefined, settings);
    expect(elsewhere.get("example")).toEqual(new Date(1));
  });

  // Theirs says `date.update(…)`, a slip for `data`.
  test("many keys are one write with update", async () => {
    const { settings, calls, clock } = await lambda();
    const data = await PersistentMap.open<Date>(undefined, settings);
    calls.length = 0;
    await data.update({ example: new Date(clock.ms), foo: new Date(clock.ms + 4 * hour) });
    expect(calls).toEqual(["PutItem"]);
    // Theirs makes a write of each, one after another; here those of one turn are one, too.
    calls.length = 0;
    await Promise.all([data.set("example", new Date(1)), data.set("foo", new Date(2))]);
    expect(calls).toEqual(["PutItem"]);
  });

  test("a map opened with content replaces what was stored, by one write", async () => {
    const { settings, calls } = await lambda();
    await (await PersistentMap.open(undefined, settings)).set("old", 1);
    calls.length = 0;
    const data = await PersistentMap.open({ example: new Date(3) }, settings);
    expect(calls).toEqual(["PutItem"]);
    expect([...data]).toEqual([["example", new Date(3)]]);
    // Pairs will do as well, as for a Map.
    const pairs = await PersistentMap.open([["example", 4]], settings);
    expect(Object.fromEntries(pairs)).toEqual({ example: 4 });
    expect([...(await PersistentMap.open(undefined, settings))]).toEqual([["example", 4]]);
  });

  test("all maps of a function are the same map, unless another key is given", async () => {
    const { settings } = await lambda();
    await (await PersistentMap.open(undefined, settings)).set("a", 1);
    expect((await PersistentMap.open(undefined, settings)).get("a")).toBe(1);
    const special = { ...settings, tableKey: "my special table key" };
    expect((await PersistentMap.open(undefined, special)).size).toBe(0);
  });
});

describe("the reserved words", () => {
  const reserved = {
    table_name: "foo",
    table_key: "bar",
    key_field_name: "baz",
    value_field_name: "qux",
    tableName: "too",
  };

  // Theirs takes them for settings, and refuses a mix: MixOfConfigAndMapArgsPassed.
  test("are keys like any other, also at the beginning and beside settings", async () => {
    const { settings } = await lambda();
    const data = await PersistentMap.open(reserved, { ...settings, tableKey: "k" });
    expect(Object.fromEntries(data)).toEqual(reserved);
    await data.set("table_name", "changed");
    const again = await PersistentMap.open(undefined, { ...settings, tableKey: "k" });
    expect(again.get("table_name")).toBe("changed");
  });
});

describe("the settings", () => {
  test("have the defaults of the page: its table, the function's name, key and value", async () => {
    const { settings, send } = await lambda();
    await (await PersistentMap.open(undefined, settings)).set("a", 1);
    const Key = { key: { S: `fn${containers}` } };
    const { Item } = (await send(
      new GetItemCommand({ TableName: "AWSLambdaPersistence", Key }),
    )) as { Item?: { value?: unknown } };
    expect(Item?.value).toEqual({ S: '{"$v":1,"e":[["a",1]]}' });
  });

  test("are taken from the arguments", async () => {
    const { settings, send } = await lambda({ table: false });
    const own = {
      ...settings,
      tableName: "own-table",
      tableKey: "my special table key",
      keyFieldName: "id",
      valueFieldName: "content",
    };
    await (await PersistentMap.open(undefined, own)).set("example", "foo");
    const Key = { id: { S: "my special table key" } };
    const { Item } = (await send(new GetItemCommand({ TableName: "own-table", Key }))) as {
      Item?: { content?: unknown };
    };
    expect(Item?.content).toBeDefined();
  });

  test("of the environment win over arguments", async () => {
    const { settings, calls } = await lambda({ table: false });
    vi.stubEnv("PERSISTENCE_TABLE_NAME", "table-of-environment");
    vi.stubEnv("PERSISTENCE_TABLE_KEY", "my special table key");
    vi.stubEnv("PERSISTENCE_KEY_FIELD_NAME", "id");
    vi.stubEnv("PERSISTENCE_VALUE_FIELD_NAME", "content");
    const argued = { ...settings, tableName: "table-of-argument", tableKey: "k" };
    await (await PersistentMap.open(undefined, argued)).set("a", 1);
    vi.unstubAllEnvs();
    const read = await PersistentMap.open(undefined, {
      ...settings,
      tableName: "table-of-environment",
      tableKey: "my special table key",
      keyFieldName: "id",
      valueFieldName: "content",
    });
    expect(read.get("a")).toBe(1);
    expect(calls.filter((name) => name === "CreateTable")).toHaveLength(1);
  });

  test("without a function's name or a key are refused", async () => {
    const { settings } = await lambda();
    vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "");
    await expect(PersistentMap.open(undefined, settings)).rejects.toThrow("tableKey");
  });
});

describe("the table", () => {
  test("is made on the first run, on demand or with the billing of the page", async () => {
    for (const billing of ["on-demand", "provisioned"] as const) {
      const { settings, interfere } = await lambda({ table: false });
      const made: object[] = [];
      interfere({
        before: (name, { input }) => {
          if (name === "CreateTable") made.push(input);
        },
      });
      await PersistentMap.open(undefined, { ...settings, billing });
      const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
      expect(made).toMatchObject([
        billing === "provisioned"
          ? { BillingMode: "PROVISIONED", ProvisionedThroughput: units }
          : { BillingMode: "PAY_PER_REQUEST" },
      ]);
    }
  });
});

describe("the library's own test", () => {
  test("counts the same requests, and no more", async () => {
    const { settings } = await lambda();
    const open = () => PersistentMap.open(undefined, settings);
    let data = await PersistentMap.open({ foo: 42 }, settings);
    expect(data.stats).toMatchObject({ gets: 0, puts: 1 });

    data = await open();
    expect([data.stats.gets, data.stats.puts, data.get("foo")]).toEqual([1, 0, 42]);
    await data.set("foo", 52);
    expect([data.stats.puts, data.get("foo")]).toEqual([1, 52]);
    await data.update({ foo: 62, bar: "buz" });
    expect([data.stats.puts, data.get("foo"), data.get("bar")]).toEqual([2, 62, "buz"]);
    await data.delete("bar");
    expect([data.stats.puts, data.has("bar")]).toEqual([3, false]);
    await data.clear();
    expect([data.stats.gets, data.stats.puts, data.size]).toEqual([1, 4, 0]);

    const values = { bar: new Date("2021-11-13T03:16:08.549Z"), foo: { buz: "bad" } };
    await data.update(values);
    const before = data.stats.puts;
    await data.update(structuredClone(values));
    expect(data.stats.puts).toBe(before);
    expect(Object.fromEntries(await open())).toEqual(values);
  });
});
