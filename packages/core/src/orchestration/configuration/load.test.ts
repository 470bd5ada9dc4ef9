import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { configurationOf } from "./container.ts";
import { loadConfiguration } from "./load.ts";
import { type ConfigurationSource } from "./source.ts";

/** A source over a map, and what it was asked. */
function memory(stored: Record<string, unknown>, name = "memory") {
  const asked: string[] = [];
  const source: ConfigurationSource = {
    name,
    get: async (wanted) => {
      asked.push(wanted);
      return stored[wanted];
    },
  };
  return { asked, source, stored };
}

describe("a function's configuration", () => {
  test("lies in four layers, each over the one before", async () => {
    const { source } = memory({
      sosw_essential_config: { b: "essential", c: "essential", d: "essential", list: [2] },
      orchestrator_config: { c: "own", d: "own", list: [3] },
    });
    const layers = {
      essential: true,
      defaults: { a: "code", b: "code", c: "code", d: "code", list: [1] },
      overrides: { d: "caller", list: [4] },
      sources: [source],
    };
    expect(await loadConfiguration(layers, "orchestrator")).toEqual({
      a: "code",
      b: "essential",
      c: "own",
      d: "caller",
      list: [1, 2, 3, 4],
    });
  });

  test("of a worker leaves the essentials' alone", async () => {
    const { source, asked } = memory({ sosw_essential_config: { a: 1 } });
    expect(await loadConfiguration({ sources: [source] }, "w")).toEqual({});
    expect(asked).toEqual(["w_config"]);
  });

  test("comes from the first source that has it", async () => {
    const first = memory({ other: {} });
    const second = memory({ w_config: { from: "second" } });
    const third = memory({ w_config: { from: "third" } });
    const sources = [first.source, second.source, third.source];
    expect(await loadConfiguration({ sources }, "w")).toEqual({ from: "second" });
    expect(third.asked).toEqual([]);
  });

  test("may come from a function of one's own", async () => {
    const sources = [(name: string) => ({ asked: name })];
    expect(await loadConfiguration({ sources }, "w")).toEqual({ asked: "w_config" });
  });

  test("gets its type and its checks from a schema", async () => {
    const schema = z.object({ limit: z.int() });
    const { source } = memory({ w_config: { limit: "secret-text" } });
    const loading = loadConfiguration({ schema, sources: [source] }, "w");
    await expect(loading).rejects.toMatchObject({
      code: "configuration.invalid",
      issues: [{ field: "limit", value: "text of 11 characters" }],
    });
    await expect(loading).rejects.not.toThrow("secret-text");
  });

  test("that is no object is a typed error that keeps its text to itself", async () => {
    const { source } = memory({ w_config: "{ broken: json" }, "table config");
    const loading = loadConfiguration({ sources: [source] }, "w");
    await expect(loading).rejects.toMatchObject({
      code: "configuration.invalid",
      issues: [{ field: "w_config", value: "text of 14 characters" }],
    });
    await expect(loading).rejects.toThrow("a JSON object, in table config");
  });

  test("that can't be read is a typed error, not an empty configuration", async () => {
    const source = {
      name: "table config",
      get: () => Promise.reject(new TypeError("access denied")),
    };
    await expect(loadConfiguration({ sources: [source] }, "w")).rejects.toMatchObject({
      code: "configuration.unreadable",
      source: "table config",
    });
  });
});

describe("in a container", () => {
  test("it is read once, and again after its time to live", async () => {
    let now = 0;
    const { source, asked, stored } = memory({ w_config: { n: 1 } });
    const read = configurationOf({ sources: [source], ttlMs: 1_000 }, () => now);
    expect(await Promise.all([read("w"), read("w")])).toEqual([{ n: 1 }, { n: 1 }]);
    stored["w_config"] = { n: 2 };
    now = 999;
    expect(await read("w")).toEqual({ n: 1 });
    expect(asked).toHaveLength(1);
    now = 1_000;
    expect(await read("w")).toEqual({ n: 2 });
  });

  test("a failed reading is tried again at the next invocation", async () => {
    let fails = true;
    const source = (name: string) => {
      if (fails) throw new TypeError("no answer");
      return { name };
    };
    const read = configurationOf({ sources: [source] });
    await expect(read("w")).rejects.toMatchObject({ code: "configuration.unreadable" });
    fails = false;
    expect(await read("w")).toEqual({ name: "w_config" });
  });
});
