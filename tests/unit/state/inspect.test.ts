import { inspectJar } from "@switchyard/core/state/inspect/jar.ts";
import { inspectMap } from "@switchyard/core/state/inspect/map.ts";
import { inspectObject } from "@switchyard/core/state/inspect/object.ts";
import { describe, expect, test } from "vitest";
import { bucketWorld } from "./bucket-world.ts";
import { jarWorld } from "./jar-world.ts";
import { mapWorld } from "./world.ts";

describe("who looks into a jar", () => {
  const squirrel = { functionName: "squirrel" };

  test("sees its text, and of the other variables only what they take", async () => {
    const { jar, client, setVariables, sent } = jarWorld();
    await setVariables({ SECRET: "abc" });
    expect(await inspectJar(squirrel, { client })).toEqual({ bytes: 16, limitBytes: 4096 });
    await jar().put({ count: 3 });
    sent.length = 0;
    const seen = await inspectJar(squirrel, { client });
    expect(seen).toEqual({ text: '{"count":3}', bytes: 38, limitBytes: 4096 });
    expect(sent).toEqual(["GetFunctionConfiguration"]);
  });

  test("sees it unpacked", async () => {
    const { jar, client } = jarWorld({ compression: "brotli" });
    await jar().put({ text: "a".repeat(5000) });
    expect((await inspectJar(squirrel, { client })).text).toContain("aaaa");
  });
});

describe("who looks at an object", () => {
  const at = { bucket: "forest", key: "state.json" };

  test("sees nothing where there is nothing, and asks for no rights to list objects", async () => {
    const { client, sent } = await bucketWorld({}, { versioned: true });
    expect(await inspectObject(at, { client })).toEqual({ limitBytes: 262_144, versions: [] });
    expect(sent).toEqual(["ListObjectVersions"]);
  });

  test("sees the newest version or an earlier one, the newest twenty, and none that is deleted", async () => {
    const { client, open, setBody } = await bucketWorld({}, { versioned: true });
    for (let count = 1; count <= 25; count++) await setBody(`{"count":${count}}`);
    const seen = await inspectObject(at, { client });
    expect(seen).toMatchObject({ text: '{"count":25}', bytes: 12 });
    expect(seen.versions).toHaveLength(20);
    expect(seen.versionId).toBe(seen.versions[0]?.versionId);
    const earlier = { ...at, versionId: seen.versions[3]?.versionId };
    expect((await inspectObject(earlier, { client })).text).toBe('{"count":22}');
    await (await open()).delete();
    const after = await inspectObject(at, { client });
    expect([after.text, after.versions[0]?.isDeleted]).toEqual([undefined, true]);
    const unknown = inspectObject({ ...at, versionId: "unknown" }, { client });
    await expect(unknown).rejects.toMatchObject({ code: "bucket.version_not_found" });
  });

  test("isn't shown what is too large, and it isn't fetched", async () => {
    const { client, setBody, sent } = await bucketWorld({}, { versioned: true });
    await setBody("1".repeat(300_000));
    const seen = await inspectObject(at, { client });
    expect([seen.text, seen.bytes]).toEqual([undefined, 300_000]);
    expect(sent).toEqual(["ListObjectVersions"]);
  });
});

describe("who looks into a map", () => {
  test("sees some entries at a time as text, whatever they are, and what it all takes", async () => {
    const world = await mapWorld();
    const map = await world.open();
    await map.update([
      ["when", new Date(5)],
      ["tags", new Set(["a"])],
      ["big", 5n],
      ["long", "x".repeat(9000)],
    ]);
    world.calls.length = 0;
    const place = { tableName: "AWSLambdaPersistence", tableKey: "fn" };
    const seen = await inspectMap({ ...place, limit: 3 }, world);
    expect(seen).toMatchObject({ size: 4, itemBytes: 409_600, parts: 0 });
    expect(seen.bytes).toBeGreaterThan(100);
    expect(seen.entries).toEqual([
      { key: "when", kind: "string", value: "1970-01-01T00:00:00.005Z" },
      { key: "tags", kind: "string", value: "Set(1) { 'a' }" },
      { key: "big", kind: "string", value: "5n" },
    ]);
    const rest = await inspectMap({ ...place, skip: 3, limit: 3 }, world);
    expect(rest.entries.map(({ key }) => key)).toEqual(["long"]);
    expect(rest.entries[0]?.value.length).toBeLessThan(2100);
    expect(world.calls).toEqual(["GetItem", "GetItem"]);
  });
});
