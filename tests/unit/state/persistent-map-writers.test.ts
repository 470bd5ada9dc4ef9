import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { randomBytes } from "node:crypto";
import { brotliCompressSync, constants } from "node:zlib";
import { PersistentMap } from "@switchyard/core/state/persistent-map";
import { describe, expect, test } from "vitest";
import { type CommandLike } from "../../models/model.ts";
import { itemsIn, mapWorld, type MapWorld } from "./world.ts";

/** An answer that got lost on its way, as the SDK tells it after its last attempt. */
const lost = () => Object.assign(new Error("socket hang up"), { name: "TimeoutError" });

/** Loses the answer to the next write; meanwhile another may write. */
function loseAnswer(world: MapWorld, meanwhile: () => Promise<unknown> = async () => {}) {
  world.interfere({
    after: async (name) => {
      if (name !== "PutItem" && name !== "TransactWriteItems") return;
      world.interfere();
      await meanwhile();
      throw lost();
    },
  });
}

describe("two writers", () => {
  test("never lose each other's changes", async () => {
    const world = await mapWorld();
    const [a, b] = await Promise.all([world.open<number>(), world.open<number>()]);
    await a.set("a", 1);
    await b.set("b", 2);
    expect([...b]).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    await a.increment("b", 10);
    expect((await world.open()).get("b")).toBe(12);
    expect(a.stats.conflicts + b.stats.conflicts).toBe(2);
  });

  test("count exactly, sixteen at once", async () => {
    const world = await mapWorld();
    const maps = await Promise.all(Array.from({ length: 16 }, () => world.open<number>()));
    await Promise.all(
      maps.map(async (map) => {
        for (let at = 0; at < 50; at++) await map.increment("n");
      }),
    );
    expect((await world.open()).get("n")).toBe(800);
  });

  test("decide setIfAbsent for one of them", async () => {
    const world = await mapWorld();
    const maps = await Promise.all(Array.from({ length: 8 }, () => world.open<number>()));
    const won = await Promise.all(maps.map((map, at) => map.setIfAbsent("leader", at)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await world.open()).get("leader")).toBe(won.indexOf(true));
  });

  test("are told of a conflict where they asked to be, and nothing is changed", async () => {
    const world = await mapWorld();
    const a = await world.open<number>({ conflict: "throw" });
    const b = await world.open<number>();
    await b.set("b", 1);
    await expect(a.set("a", 1)).rejects.toMatchObject({ code: "state.conflict", attempts: 1 });
    expect([...a]).toEqual([]);
    await a.reload();
    await a.set("a", 1);
    expect((await world.open()).size).toBe(2);
  });

  test("give up after so many attempts", async () => {
    const world = await mapWorld();
    const map = await world.open<number>({ maxAttempts: 3 });
    const other = await world.open<number>();
    world.interfere({
      before: async (name, command) => {
        if (name === "PutItem" && !isBy(other, command)) await other.increment("other");
      },
    });
    await expect(map.set("a", 1)).rejects.toMatchObject({ code: "state.conflict", attempts: 3 });
    expect(map.has("a")).toBe(false);
  });
});

// The other's writes are those that hold its key.
const isBy = (_: PersistentMap<number>, { input }: CommandLike) =>
  !JSON.stringify(input).includes(String.raw`[\"a\",1]`);

describe("a lost answer", () => {
  test("doubles nothing", async () => {
    const world = await mapWorld();
    const map = await world.open<number>();
    loseAnswer(world);
    expect(await map.increment("n")).toBe(1);
    loseAnswer(world);
    expect(await map.increment("n")).toBe(2);
    expect((await world.open()).get("n")).toBe(2);
  });

  test("is told from a lost race when others have written since", async () => {
    const world = await mapWorld();
    const map = await world.open<number>();
    await map.increment("n");
    const other = await world.open<number>();
    loseAnswer(world, async () => {
      for (let at = 0; at < 14; at++) await other.increment("n");
    });
    expect(await map.increment("n")).toBe(2);
    expect(map.get("n")).toBe(16);
    expect((await world.open()).get("n")).toBe(16);
  });

  test("of a write that others overtook is known to be lost, and done again", async () => {
    const world = await mapWorld();
    const map = await world.open<number>();
    await map.increment("n");
    const other = await world.open<number>();
    world.interfere({
      before: async (name) => {
        if (name !== "PutItem") return;
        world.interfere();
        await other.increment("n");
        throw lost();
      },
    });
    expect(await map.increment("n")).toBe(3);
  });

  test("that can't be told any more is said to be unknown", async () => {
    const world = await mapWorld();
    const map = await world.open<number>();
    await map.increment("n");
    const other = await world.open<number>();
    loseAnswer(world, async () => {
      for (let at = 0; at < 16; at++) await other.increment("n");
    });
    await expect(map.increment("n")).rejects.toMatchObject({ code: "state.outcome_unknown" });
    await map.reload();
    expect(map.get("n")).toBe(18);
  });

  test("of a large map's transaction doubles nothing", async () => {
    const world = await mapWorld();
    const map = await world.open<string | number>();
    await map.set("large", randomBytes(600_000).toString("base64"));
    loseAnswer(world);
    expect(await map.increment("n")).toBe(1);
    const again = await world.open();
    expect(again.get("n")).toBe(1);
    expect(again.get("large")).toBe(map.get("large"));
  });

  test("to a replacement replaces once", async () => {
    const world = await mapWorld();
    loseAnswer(world);
    const map = await PersistentMap.open({ a: 1 }, world.settings);
    expect(map.get("a")).toBe(1);
    await map.increment("a");
    expect((await world.open()).get("a")).toBe(2);
  });
});

describe("a write that fails", () => {
  test("leaves the map and the table as they were", async () => {
    const world = await mapWorld();
    const map = await world.open();
    await map.set("a", [1]);
    world.interfere({
      before: (name) => {
        if (name === "PutItem")
          throw Object.assign(new Error("no"), {
            name: "AccessDeniedException",
            $metadata: { httpStatusCode: 400 },
          });
      },
    });
    const statement = { Action: expect.arrayContaining(["dynamodb:PutItem"]) };
    await expect(map.set("a", 2)).rejects.toMatchObject({
      code: "state.permissions_missing",
      statement,
    });
    world.interfere();
    expect(map.get("a")).toEqual([1]);
    expect((await world.open()).get("a")).toEqual([1]);
  });

  test("in a batch fails alone", async () => {
    const world = await mapWorld();
    const map = await world.open();
    const [set, unstorable, counted, thrown] = await Promise.allSettled([
      map.set("a", "x"),
      map.set("b", { deep: [() => 1] }),
      map.increment("a"),
      map.transaction((draft) => {
        draft.set("c", 1);
        throw new RangeError("changed my mind");
      }),
    ]);
    expect(set.status).toBe("fulfilled");
    expect(unstorable).toMatchObject({ reason: { code: "state.unstorable", path: "b.deep[0]" } });
    expect(counted).toMatchObject({ reason: { code: "state.not_a_number" } });
    expect(thrown).toMatchObject({ reason: { message: "changed my mind" } });
    expect([...(await world.open())]).toEqual([["a", "x"]]);
    expect(world.calls.filter((name) => name === "PutItem")).toHaveLength(1);
  });

  test("for its size fails alone, and the map goes on", async () => {
    const world = await mapWorld();
    const map = await world.open<string>();
    const tooLarge = randomBytes(4_300_000).toString("base64");
    const [small, large] = await Promise.allSettled([map.set("a", "x"), map.set("b", tooLarge)]);
    expect(small.status).toBe("fulfilled");
    expect(large).toMatchObject({ reason: { code: "state.too_large", limit: 4_194_304 } });
    await map.set("c", "y");
    expect([...(await world.open()).keys()]).toEqual(["a", "c"]);
  });

  test("is no async transaction", async () => {
    const world = await mapWorld();
    const map = await world.open<number>();
    const change = async () => 1;
    await expect(map.transaction(change)).rejects.toMatchObject({
      code: "state.async_transaction",
    });
  });
});

/** A few hundred bytes that would unpack to more than any map's text may have. */
const bomb = brotliCompressSync(Buffer.alloc(97 * 1024 * 1024), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
});

describe("what is stored", () => {
  const put = (world: MapWorld, item: PutItemCommand["input"]["Item"]) =>
    world.send(new PutItemCommand({ TableName: "AWSLambdaPersistence", Item: item }));
  const stored = async (world: MapWorld) => {
    const Key = { key: { S: "fn" } };
    const command = new GetItemCommand({ TableName: "AWSLambdaPersistence", Key });
    return ((await world.send(command)) as { Item?: object }).Item;
  };
  const damaged: [string, object, string][] = [
    ["pickled by Python", { value: { B: Uint8Array.of(0x80, 4, 0x95) } }, "state.pickled"],
    ["somebody else's", { value: { S: "hello" } }, "state.corrupt"],
    ["cut off", { version: { S: "v" }, value: { S: `{"$v":1,"e":[[` } }, "state.corrupt"],
    ["of no kind", { version: { S: "v" }, value: { B: Uint8Array.of(7, 7) } }, "state.corrupt"],
    [
      "a bomb",
      { version: { S: "v" }, value: { B: Uint8Array.from([1, ...bomb]) } },
      "state.corrupt",
    ],
    ["without content", { version: { S: "v" } }, "state.corrupt"],
    [
      "of a later release",
      { version: { S: "v" }, value: { S: `{"$v":2}` } },
      "state.unknown_version",
    ],
    ["parts that aren't there", { version: { S: "v" }, parts: { S: "2" } }, "state.corrupt"],
  ];

  test.each(damaged)("is an error and stays when it is %s", async (_, item, code) => {
    const world = await mapWorld();
    const whole = { key: { S: "fn" }, ...item };
    await put(world, whole);
    await expect(world.open()).rejects.toMatchObject({ code });
    expect(await stored(world)).toEqual(whole);
  });

  test("by Python isn't replaced by content that a map is opened with", async () => {
    const world = await mapWorld();
    const pickled = { key: { S: "fn" }, value: { B: Uint8Array.of(0x80, 4) } };
    await put(world, pickled);
    const opened = PersistentMap.open({ a: 1 }, world.settings);
    await expect(opened).rejects.toMatchObject({ code: "state.pickled" });
    expect(await stored(world)).toEqual(pickled);
  });

  test("by another since the map was opened is never overwritten, though it has expired", async () => {
    const world = await mapWorld();
    const map = await world.open();
    const theirs = { key: { S: "fn" }, value: { S: "theirs" }, expires: { N: "1" } };
    await put(world, theirs);
    await expect(map.set("a", 1)).rejects.toMatchObject({ code: "state.corrupt" });
    expect(await stored(world)).toEqual(theirs);
  });

  test("is forgotten when its time has come, and written anew", async () => {
    const world = await mapWorld();
    const map = await world.open({ ttlSeconds: 60 });
    await map.set("a", 1);
    world.clock.ms += 59_000;
    expect((await world.open()).size).toBe(1);
    world.clock.ms += 2_000;
    const late = await world.open({ ttlSeconds: 60 });
    expect(late.size).toBe(0);
    await late.set("b", 2);
    expect([...(await world.open()).keys()]).toEqual(["b"]);
  });
});

describe("parts of former contents", () => {
  test("that couldn't be removed are removed by the next write", async () => {
    const world = await mapWorld();
    const map = await world.open<string>();
    await map.set("large", randomBytes(600_000).toString("base64"));
    const items = await itemsIn(world);
    world.interfere({
      before: (name) => {
        if (name === "BatchWriteItem") throw lost();
      },
    });
    await map.set("small", "x");
    world.interfere();
    expect(await itemsIn(world)).toBe(2 * items - 1);
    await (await world.open<string>()).set("small", "y");
    expect(await itemsIn(world)).toBe(items);
    await (await world.open<string>()).clear();
    expect(await itemsIn(world)).toBe(1);
  });

  test("go when a large map is opened with other content", async () => {
    const world = await mapWorld();
    const large = () => randomBytes(600_000).toString("base64");
    await (await world.open<string>()).set("large", large());
    await PersistentMap.open({ a: large() }, world.settings);
    await PersistentMap.open({ a: 1 }, world.settings);
    expect(await itemsIn(world)).toBe(1);
  });
});

describe("a reader of a large map", () => {
  test("sees the old whole or the new whole, whatever is written meanwhile", async () => {
    const world = await mapWorld();
    const writer = await world.open<string>();
    const [first, second] = [1, 2].map(() => randomBytes(900_000).toString("base64"));
    await writer.set("large", first ?? "");
    world.interfere({
      before: async (name) => {
        if (name !== "BatchGetItem") return;
        world.interfere();
        await writer.set("large", second ?? "");
      },
    });
    expect((await world.open()).get("large")).toBe(second);
  });
});

describe("persistentMap()", () => {
  test("is opened once, and anew when it couldn't be", async () => {
    const { persistentMap } = await import("@switchyard/core/state/persistent-map");
    const world = await mapWorld();
    const settings = { ...world.settings, tableKey: "memo" };
    world.interfere({
      before: () => {
        world.interfere();
        throw Object.assign(new Error("no"), { name: "ThrottlingException" });
      },
    });
    await expect(persistentMap(settings)).rejects.toMatchObject({ code: "state.throttled" });
    const [a, b] = await Promise.all([persistentMap(settings), persistentMap(settings)]);
    expect(a).toBe(b);
    expect(world.calls).toEqual(["GetItem", "GetItem"]);
  });
});
