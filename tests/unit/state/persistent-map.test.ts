import { randomBytes } from "node:crypto";
import { codecLimits } from "@switchyard/core/state/codec.ts";
import { PersistentMap } from "@switchyard/core/state/persistent-map";
import { describe, expect, test } from "vitest";
import { itemsIn, mapWorld } from "./world.ts";

describe("a map", () => {
  test("is there again after it was closed, with every kind of value", async () => {
    const world = await mapWorld();
    const map = await world.open();
    const value = { when: new Date(5), all: new Map([[1n, new Set([Number.NaN, -0])]]) };
    await map.set("a", value);
    await map.set("b", undefined);
    const again = await world.open();
    expect([...again]).toEqual([
      ["a", value],
      ["b", undefined],
    ]);
    expect(again.size).toBe(2);
    expect(again.has("b")).toBe(true);
    expect(again.get("c")).toBeUndefined();
  });

  test("asks for one request to open, to set, and to set a thousand keys at once", async () => {
    const world = await mapWorld();
    const map = await world.open<number>();
    await map.set("a", 1);
    await Promise.all(Array.from({ length: 1_000 }, (_, at) => map.set(`k${at}`, at)));
    expect(world.calls).toEqual(["GetItem", "PutItem", "PutItem"]);
    expect(map.size).toBe(1_001);
    expect((await world.open()).size).toBe(1_001);
  });

  test("asks for nothing where nothing changes", async () => {
    const world = await mapWorld();
    const map = await world.open();
    await map.set("a", { deep: [new Date(1)] });
    world.calls.length = 0;
    await map.set("a", { deep: [new Date(1)] });
    await map.delete("b");
    expect(await map.setIfAbsent("a", 2)).toBe(false);
    await map.update([["a", { deep: [new Date(1)] }]]);
    await map.update("a", (value) => value);
    await map.transaction((draft) => draft.set("x", 1).delete("x"));
    expect(world.calls).toEqual([]);
  });

  test("gives copies: what is done to them is not done to it", async () => {
    const world = await mapWorld();
    const map = await world.open<number[]>();
    await map.set("a", [1]);
    map.get("a")?.push(2);
    for (const value of map.values()) value.push(3);
    expect(map.get("a")).toEqual([1]);
    await map.update("a", (value = []) => [...value, 2]);
    expect((await world.open()).get("a")).toEqual([1, 2]);
  });

  test("spills over into parts, and comes back to one item", async () => {
    const world = await mapWorld();
    const map = await world.open<string>();
    const large = randomBytes(1_500_000).toString("base64");
    await map.set("large", large);
    expect(world.calls).toEqual(["GetItem", "TransactWriteItems"]);
    world.calls.length = 0;
    const again = await world.open<string>();
    expect(world.calls).toEqual(["GetItem", "BatchGetItem"]);
    expect(again.get("large")).toBe(large);
    world.calls.length = 0;
    await again.set("small", "x");
    expect(world.calls).toEqual(["TransactWriteItems", "BatchWriteItem"]);
    await again.delete("large");
    expect([...(await world.open())]).toEqual([["small", "x"]]);
    expect(await itemsIn(world)).toBe(1);
  });

  test("refuses what it couldn't open again, though it would fit when compressed", async () => {
    const world = await mapWorld();
    const limits = { ...codecLimits, characters: 10_000 };
    const map = await world.open<string>({ limits });
    await map.set("a", "x".repeat(5_000));
    await expect(map.set("b", "x".repeat(5_000))).rejects.toMatchObject({
      code: "state.too_large",
      limit: 10_000,
    });
    const most = 10_000 - '{"$v":1,"e":[["a",""]]}'.length;
    await map.set("a", "x".repeat(most));
    await expect(map.set("a", "x".repeat(most + 1))).rejects.toThrow("characters");
    expect((await world.open<string>({ limits })).get("a")).toHaveLength(most);
  });

  test("replaces what is stored when it is opened with content", async () => {
    const world = await mapWorld();
    await (await world.open()).set("old", 1);
    world.calls.length = 0;
    const map = await PersistentMap.open({ new: 2 }, world.settings);
    expect(world.calls).toEqual(["PutItem"]);
    expect([...map]).toEqual([["new", 2]]);
    await map.set("more", 3);
    expect([...(await world.open())]).toEqual([
      ["new", 2],
      ["more", 3],
    ]);
  });

  test("makes its table when there is none, unless it is told not to", async () => {
    const world = await mapWorld({ table: false });
    await expect(world.open({ ensureTable: false })).rejects.toMatchObject({
      code: "state.table_not_found",
    });
    const map = await world.open();
    await map.set("a", 1);
    expect((await world.open()).get("a")).toBe(1);
  });
});
