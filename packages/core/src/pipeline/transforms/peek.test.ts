import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { peek } from "./peek.ts";

describe("peeking", () => {
  test("gives enough of the beginning, and later everything", async () => {
    const { first, all } = await peek(Readable.from(["ab", "cd", "ef"]), 3);
    expect([...first]).toEqual(["ab", "cd"]);
    expect(await Readable.from(all).toArray()).toEqual(["ab", "cd", "ef"]);
  });

  test("of a short stream gives all of it", async () => {
    const { first, all } = await peek(Readable.from(["ab"]), 3);
    expect([...first]).toEqual(["ab"]);
    expect(await Readable.from(all).toArray()).toEqual(["ab"]);
  });

  test("passes on the source's error", async () => {
    const broken = new RangeError("reset");
    const source = Readable.from(["ab", "cd"]).map((text: string) => {
      if (text === "cd") throw broken;
      return text;
    });
    await expect(peek(source, 3)).rejects.toBe(broken);
  });

  test("closes the source when the rest isn't wanted, read or not", async () => {
    for (const isRead of [true, false]) {
      const source = Readable.from(["ab", "cd", "ef"]);
      const { all, close } = await peek(source, 1);
      if (isRead) for await (const piece of all) if (piece === "cd") break;
      close();
      await new Promise(setImmediate);
      expect(source.destroyed).toBe(true);
    }
  });
});
