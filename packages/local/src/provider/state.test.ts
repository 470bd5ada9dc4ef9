import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../emulator/testing.ts";
import { State } from "./state.ts";

const resource = (name: string, status: "pending" | "made" = "made") => ({
  type: "aws:s3/bucket:Bucket",
  name,
  id: `${name}-1`,
  inputs: { bucket: name },
  outputs: { arn: name },
  status,
});
const fileOf = async () => path.join(await temporaryFolder(), "below", "state.json");

describe("the state of a deployment", () => {
  test("is on disk when a change resolves, pending ones as well", async () => {
    const file = await fileOf();
    const state = await State.open(file);
    await state.put("urn:a", resource("a", "pending"));
    expect((await State.open(file)).get("urn:a")).toMatchObject({ status: "pending", id: "a-1" });
  });

  test("lists what was made last first, also after updates", async () => {
    const file = await fileOf();
    const state = await State.open(file);
    for (const name of ["a", "b", "c"]) await state.put(`urn:${name}`, resource(name));
    await state.put("urn:a", resource("a", "pending"));
    const again = await State.open(file);
    expect(again.all().map(([urn]) => urn)).toEqual(["urn:c", "urn:b", "urn:a"]);
    await again.put("urn:d", resource("d"));
    expect(again.all()[0]?.[0]).toBe("urn:d");
  });

  test("keeps every one of many changes at once", async () => {
    const file = await fileOf();
    const state = await State.open(file);
    const urns = Array.from({ length: 100 }, (_, at) => `urn:${at}`);
    await Promise.all(urns.map((urn) => state.put(urn, resource(urn))));
    const again = await State.open(file);
    expect(urns.filter((urn) => again.get(urn) === undefined)).toEqual([]);
    expect(new Set(again.all().map(([, { order }]) => order)).size).toBe(100);
  });

  test("each change is on disk when it resolves, however many others wait", async () => {
    const file = await fileOf();
    const state = await State.open(file);
    const checks = Array.from({ length: 20 }, async (_, at) => {
      await state.put(`urn:${at}`, resource(String(at)));
      return (await State.open(file)).get(`urn:${at}`) !== undefined;
    });
    expect(await Promise.all(checks)).not.toContain(false);
  });

  test("survives a run that died while it wrote", async () => {
    const file = await fileOf();
    await (await State.open(file)).put("urn:a", resource("a"));
    await writeFile(`${file}.new`, '{"version":1,"resou');
    const again = await State.open(file);
    expect(again.get("urn:a")).toBeDefined();
    await again.forget("urn:a");
    expect((await State.open(file)).all()).toEqual([]);
  });

  test("is readable by its owner alone, for it holds secrets", async () => {
    const file = await fileOf();
    await (await State.open(file)).putOutputs({ api: "url" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ outputs: { api: "url" } });
  });

  test("is gone once destroyed", async () => {
    const file = await fileOf();
    const state = await State.open(file);
    await state.put("urn:a", resource("a"));
    await state.destroy();
    expect((await State.open(file)).all()).toEqual([]);
  });
});
