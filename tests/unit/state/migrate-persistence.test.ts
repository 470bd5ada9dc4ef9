import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomBytes } from "node:crypto";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PickledContentError } from "@switchyard/core/state/persistent-map";
import { describe, expect, onTestFinished, test } from "vitest";
import { sha256Of } from "../../../scripts/migrate-persistence/decide.ts";
import { type Exported } from "../../../scripts/migrate-persistence/export-lines.ts";
import { move, type Target } from "../../../scripts/migrate-persistence/move.ts";
import { mapWorld, type MapWorld } from "./world.ts";

const pickled = Buffer.concat([Buffer.from([0x80, 4]), Buffer.from("a pickle")]);

const exported = (more: Partial<Exported> = {}): Exported => ({
  format: 1,
  table: "AWSLambdaPersistence",
  key: "fn",
  keyField: "key",
  valueField: "value",
  sha256: sha256Of(pickled),
  bytes: pickled.length,
  entries: [
    ["last_run", new Date(5)],
    [7, new Map([[1, new Set(["a"])]])],
  ],
  changes: [],
  ...more,
});

/** A table with a pickled item, and moves in it. */
async function pickledWorld(bytes: Uint8Array = pickled) {
  const world = await mapWorld();
  const pickle = (B: Uint8Array, key = "fn") =>
    world.send(
      new PutItemCommand({
        TableName: "AWSLambdaPersistence",
        Item: { key: { S: key }, value: { B } },
      }),
    );
  await pickle(bytes);
  const target = { client: world.client, mayReplace: true, write: true };
  return {
    ...world,
    pickle,
    move: (item: Exported = exported(), more: Partial<Target> = {}) =>
      move(item, { ...target, ...more }),
  };
}

async function bytesAt(world: Pick<MapWorld, "send">, key = "fn") {
  const asked = { TableName: "AWSLambdaPersistence", Key: { key: { S: key } } };
  const { Item } = (await world.send(new GetItemCommand(asked))) as {
    Item?: { value: { B?: Uint8Array } };
  };
  return Item?.value.B && Buffer.from(Item.value.B);
}

describe("moving a pickled item", () => {
  test("puts a map in its place, in one request, with a copy of the pickle", async () => {
    const world = await pickledWorld();
    await expect(world.open()).rejects.toThrow(PickledContentError);
    world.calls.length = 0;
    expect(await world.move()).toMatchObject({ state: "replaced" });
    expect(world.calls).toEqual(["GetItem", "TransactWriteItems"]);
    expect(await bytesAt(world, "fn#pickled")).toEqual(pickled);
    const map = await world.open();
    expect([...map]).toEqual(exported().entries);
    await map.set("more", 1);
    expect((await world.open()).size).toBe(3);
  });

  test("shows what it would do, and does nothing, unless it is to write", async () => {
    const world = await pickledWorld();
    expect(await world.move(exported(), { write: false })).toMatchObject({ state: "to replace" });
    const elsewhere = { write: false, key: "other" };
    expect(await world.move(exported(), elsewhere)).toMatchObject({ state: "to write" });
    expect(world.calls.filter((name) => /Put|Write/.test(name))).toEqual(["PutItem"]);
    expect(await bytesAt(world)).toEqual(pickled);
  });

  test("doesn't replace what it wasn't told to replace", async () => {
    const world = await pickledWorld();
    expect(await world.move(exported(), { mayReplace: false })).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("--replace"),
    });
    expect(await bytesAt(world)).toEqual(pickled);
  });

  test("done again finds the map, also after functions have changed it", async () => {
    const world = await pickledWorld();
    await world.move();
    expect(await world.move()).toMatchObject({ state: "there" });
    await (await world.open()).set("last_run", "changed");
    expect(await world.move()).toMatchObject({ state: "there" });
    expect((await world.open()).get("last_run")).toBe("changed");
  });

  test("changes nothing when Python wrote meanwhile, not even between look and write", async () => {
    const world = await pickledWorld();
    const later = Buffer.concat([pickled, Buffer.from("later")]);
    world.interfere({
      before: async (name) => {
        if (name !== "TransactWriteItems") return;
        world.interfere();
        await world.pickle(later);
      },
    });
    expect(await world.move()).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("meanwhile"),
    });
    expect(await bytesAt(world)).toEqual(later);
    expect(await bytesAt(world, "fn#pickled")).toBeUndefined();
    expect(await world.move()).toMatchObject({
      reason: expect.stringContaining("changed since the export"),
    });
  });

  test("is known to have taken place when the answer is lost", async () => {
    const world = await pickledWorld();
    world.interfere({
      after: (name) => {
        if (name === "TransactWriteItems") throw new TypeError("socket hang up");
      },
    });
    expect(await world.move()).toMatchObject({ state: "replaced" });
    world.interfere();
    expect((await world.open()).get("last_run")).toEqual(new Date(5));
  });

  test("that never reached DynamoDB fails with what happened", async () => {
    const world = await pickledWorld();
    world.interfere({
      before: (name) => {
        if (name === "TransactWriteItems") throw new TypeError("socket hang up");
      },
    });
    await expect(world.move()).rejects.toThrow("socket hang up");
    expect(await bytesAt(world)).toEqual(pickled);
  });

  test("doesn't lose the copy of another pickle", async () => {
    const world = await pickledWorld();
    const former = Buffer.from([0x80, 4, 1]);
    await world.pickle(former, "fn#pickled");
    expect(await world.move()).toMatchObject({ state: "refused" });
    expect(await bytesAt(world, "fn#pickled")).toEqual(former);
    expect(await bytesAt(world)).toEqual(pickled);
  });

  test("goes to a free place elsewhere, and to no other", async () => {
    const world = await pickledWorld();
    expect(await world.move(exported(), { key: "other" })).toMatchObject({ state: "written" });
    expect(await bytesAt(world)).toEqual(pickled);
    expect((await world.open({ tableKey: "other" })).get(7 as never)).toEqual(
      new Map([[1, new Set(["a"])]]),
    );
    await (await world.open({ tableKey: "taken" })).set("a", 1);
    expect(await world.move(exported(), { key: "taken" })).toMatchObject({ state: "refused" });
    expect((await world.open({ tableKey: "taken" })).size).toBe(1);
  });

  test("keeps the pickle as a file where it is told to", async () => {
    const world = await pickledWorld();
    const backup = await mkdtemp(path.join(tmpdir(), "switchyard-pickles-"));
    onTestFinished(() => rm(backup, { recursive: true, force: true }));
    expect(await world.move(exported(), { backup })).toMatchObject({ state: "replaced" });
    const [file = ""] = await readdir(backup);
    expect(file).toBe(`${sha256Of(pickled)}.pickle`);
    expect(await readFile(path.join(backup, file))).toEqual(pickled);
    expect(await bytesAt(world, "fn#pickled")).toBeUndefined();
  });

  test("of an item too full for a copy asks for a file", async () => {
    const full = Buffer.concat([Buffer.from([0x80, 4]), randomBytes(400 * 1024 - 13)]);
    const world = await pickledWorld(full);
    const item = exported({ sha256: sha256Of(full) });
    expect(await world.move(item)).toMatchObject({ reason: expect.stringContaining("--backup") });
    expect(await bytesAt(world)).toEqual(full);
  });

  test("spreads a content that became too large for one item", async () => {
    const world = await pickledWorld();
    const large = randomBytes(600_000).toString("base64");
    expect(await world.move(exported({ entries: [["large", large]] }))).toMatchObject({
      state: "replaced",
    });
    expect((await world.open()).get("large")).toBe(large);
  });

  test("of what can't be stored changes nothing", async () => {
    const world = await pickledWorld();
    const item = exported({ entries: [["a", () => 1]] });
    await expect(world.move(item)).rejects.toMatchObject({ code: "state.unstorable" });
    expect(await bytesAt(world)).toEqual(pickled);
  });
});
