import * as fc from "fast-check";
import { brotliCompressSync, deflateSync } from "node:zlib";
import {
  CorruptStateError,
  Jar,
  JarFunctionNotFoundError,
  UnstorableValueError,
} from "@switchyard/core/state/jar.ts";
import { afterEach, describe, expect, test, vi } from "vitest";
import { jarWorld, range } from "./jar-world.ts";

const acorns = { num_acorns: 50, acorn_hideouts: ["tree", "lake", "backyard"] };
const compressions = [undefined, false, true, "deflate", "brotli"] as const;
afterEach(() => vi.unstubAllEnvs());

describe("a jar", () => {
  test("gives back what was put, and nothing before", async () => {
    const { jar } = jarWorld();
    expect(await jar().get()).toEqual({});
    await jar().put(acorns);
    expect(await jar().get()).toEqual(acorns);
  });

  test.each([["text"], ["123"], [""], ["nan"], ["eNow"], [42], [1.5], [true], [null], [[]], [{}]])(
    "keeps %j as it is, compressed or not",
    async (value) => {
      for (const compression of compressions) {
        const { jar } = jarWorld({ compression });
        await jar().put(value);
        expect(await jar().get()).toStrictEqual(value);
      }
    },
  );

  test("keeps any JSON value, whoever compressed it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ stringUnit: "binary", depthSize: "small" }),
        fc.constantFrom(...compressions),
        async (value, compression) => {
          const { jar } = jarWorld();
          await jar({ compression }).put(value);
          expect(await jar().get()).toEqual(value);
        },
      ),
    );
  });

  test("changes nothing else: others' variables survive each call", async () => {
    const { jar, setVariables, variables } = jarWorld();
    const others = { A: "1", B: "", jar_of_jam: "x" };
    await setVariables(others);
    await jar().put(acorns);
    await jar().update(() => 1);
    await jar().put(2);
    expect(await variables()).toMatchObject({ ...others, jar: "2" });
    await jar().delete();
    expect(await variables()).toEqual(others);
    expect(await jar().get()).toEqual({});
  });

  test("lies in the variable that is asked for", async () => {
    const { jar, variables } = jarWorld();
    await jar().put(1);
    await jar({ variable: "other" }).put(2);
    await jar({ variable: "other" }).delete();
    expect(await variables()).toEqual({ jar: "1" });
  });

  test("costs two requests to put, one to get, one to delete what isn't there", async () => {
    const { jar, sent } = jarWorld();
    await jar().put(1);
    expect(sent.splice(0)).toEqual(["GetFunctionConfiguration", "UpdateFunctionConfiguration"]);
    await jar().get();
    expect(sent.splice(0)).toEqual(["GetFunctionConfiguration"]);
    await jar().update(() => 2);
    expect(sent.splice(0)).toHaveLength(2);
    await jar().delete();
    expect(sent.splice(0)).toHaveLength(2);
    await jar().delete();
    expect(sent).toEqual(["GetFunctionConfiguration"]);
  });

  test("waits for the update's end when asked", async () => {
    const { jar, sent } = jarWorld({}, { updateLasts: 5_000 });
    await jar().put(1, { wait: true });
    expect(sent.length).toBeGreaterThan(5);
    sent.length = 0;
    await jar().put(2, { wait: true });
    expect(sent.filter((name) => name.startsWith("Update"))).toHaveLength(1);
  });

  test("is the running function's by default", async () => {
    const { jar } = jarWorld();
    await jar().put(1);
    vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "squirrel");
    expect(await jar({ functionName: undefined }).get()).toBe(1);
    vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "");
    expect(() => new Jar()).toThrow(/AWS_LAMBDA_FUNCTION_NAME.*functionName/);
  });

  test("of a function that isn't there is an error of its own", async () => {
    const { jar } = jarWorld({ functionName: "nobody" });
    await expect(jar().get()).rejects.toThrow(JarFunctionNotFoundError);
    await expect(jar().put(1)).rejects.toMatchObject({ code: "jar.function_not_found" });
  });
});

test.each([
  [{ functionName: "no such name" }, "functionName"],
  [{ variable: "1st" }, "variable"],
  [{ variable: "a-b" }, "variable"],
  [{ compression: "gzip" as "brotli" }, "compression"],
  [{ maxAttempts: 0 }, "maxAttempts"],
])("the options %j are refused by name", (options, field) => {
  expect(() => new Jar({ functionName: "squirrel", ...options })).toThrow(
    expect.objectContaining({
      code: "input.invalid",
      issues: [expect.objectContaining({ field })],
    }),
  );
});

describe("what can't be stored", () => {
  test("is refused before anything is sent that writes", async () => {
    const { jar, sent } = jarWorld();
    await expect(jar().put({ a: new Map() })).rejects.toThrow(UnstorableValueError);
    await expect(jar().put(undefined)).rejects.toThrow(UnstorableValueError);
    const large = jarWorld({ compression: "brotli" });
    await expect(large.jar().put("x".repeat(1_100_000))).rejects.toThrow(UnstorableValueError);
    expect([...sent, ...large.sent].filter((name) => name.startsWith("Update"))).toEqual([]);
  });
});

describe("a hostile or damaged variable", () => {
  const read = async (text: string) => {
    const { jar, setVariables } = jarWorld();
    await setVariables({ jar: text });
    return jar().get();
  };
  const megabytes = Buffer.alloc(50 * 1024 ** 2);

  test("that is a bomb isn't let grow", async () => {
    const deflated = deflateSync(Buffer.alloc(2_500_000), { level: 9 }).toString("base64");
    const brotlied = brotliCompressSync(megabytes).toString("base64");
    await expect(read(deflated)).rejects.toThrow(CorruptStateError);
    await expect(read(brotlied)).rejects.toThrow(CorruptStateError);
  });

  test("that was cut off is an error when it is deflate", async () => {
    const whole = deflateSync(JSON.stringify(range(300))).toString("base64");
    await expect(read(whole.slice(0, 400))).rejects.toThrow(CorruptStateError);
    const flipped = whole.slice(0, 40) + (whole[40] === "A" ? "B" : "A") + whole.slice(41);
    await expect(read(flipped)).rejects.toThrow(CorruptStateError);
  });

  test("that is no JSON is the string it is", async () => {
    for (const text of ['{"a":', "just words", "abcd", "eNow", "AAAA", "{'a': 1}"])
      expect(await read(text)).toBe(text);
  });

  test("is never overwritten by an update", async () => {
    const { jar, setVariables, variables } = jarWorld();
    const text = deflateSync("{}").toString("base64").replace(/..==$/, "AA==");
    await setVariables({ jar: text });
    await expect(jar().update(() => 1)).rejects.toThrow(CorruptStateError);
    expect(await variables()).toEqual({ jar: text });
  });

  test("that is any text is a value or a typed error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (text) => {
        const end = await read(text).catch((error: unknown) => error);
        if (end instanceof Error) expect(end).toBeInstanceOf(CorruptStateError);
      }),
      { numRuns: 500 },
    );
  });
});
