import { JarFullError } from "@switchyard/core/state/jar.ts";
import { describe, expect, test } from "vitest";
import { jarWorld, range } from "./jar-world.ts";

const sizeOf = (variables: object) => Buffer.byteLength(JSON.stringify(variables));
const fullError = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  return error instanceof JarFullError ? error : expect.unreachable(`got ${String(error)}`);
};

describe("a jar's room", () => {
  test.each([
    [1_000, undefined, 3_891],
    [1_400, "deflate", 3_648],
    [2_000, "brotli", 3_664],
  ] as const)(
    "takes the list of %i numbers with compression %s",
    async (end, compression, chars) => {
      const { jar, variables } = jarWorld({ compression });
      await jar().put(range(end));
      expect((await variables()).jar).toHaveLength(chars);
      expect(await jar().get()).toEqual(range(end));
    },
  );

  test.each([
    [1_100, undefined, "deflate"],
    [1_900, "deflate", "brotli"],
    [1_900, undefined, "brotli"],
    [9_000, "brotli", undefined],
  ] as const)("of %i numbers with %s fits only with %s", async (end, compression, wouldFitWith) => {
    const { jar, variables } = jarWorld({ compression });
    expect(await fullError(jar().put(range(end)))).toMatchObject({
      wouldFitWith,
      code: "jar.full",
    });
    expect(await variables()).toEqual({});
  });

  test.each([
    ["nothing else", {}],
    ["other variables", { OTHER: "x".repeat(1_000), QUOTES: '"'.repeat(100) }],
    ["two bytes a letter", { OTHER: "ż".repeat(300) }],
  ])("ends at the exact byte, with %s", async (_, others) => {
    const { jar, setVariables, variables, sent } = jarWorld();
    await setVariables(others);
    // Quotes inside a value cost two bytes: measured is the JSON of all variables.
    const value = (length: number) => ['"ż', "x".repeat(length)];
    const empty = sizeOf({ ...others, jar: JSON.stringify(value(0)) });
    const most = 4_096 - empty;
    await jar().put(value(most));
    expect(sizeOf(await variables())).toBe(4_096);
    sent.length = 0;
    const error = await fullError(jar().put(value(most + 1)));
    expect(error.neededBytes - error.availableBytes).toBe(1);
    expect(error.availableBytes).toBe(4_096 - sizeOf(others));
    expect(error.message).toContain(`${error.neededBytes} bytes`);
    expect(sent).toEqual(["GetFunctionConfiguration"]);
    expect(await jar().get()).toEqual(value(most));
  });

  test("counts the update's own id, and gives up remembering others for it", async () => {
    const { jar, variables } = jarWorld();
    for (let time = 0; time < 20; time++) await jar().update(() => time);
    expect((await variables()).jar_writes?.split(" ")).toHaveLength(17);
    const before = sizeOf({ jar: "", jar_writes: "12345678 -" });
    await jar().update(() => "x".repeat(4_096 - before));
    expect((await variables()).jar_writes).toMatch(/^[\w-]{8} -$/);
    const error = await fullError(jar().update(() => "x".repeat(4_096 - before + 1)));
    expect(error).toMatchObject({ neededBytes: 4_096 - 2 + 1, wouldFitWith: "deflate" });
  });
});
