import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, test } from "vitest";
import { countingResults, memoryResults } from "./memory-results.ts";
import { resultSink } from "./results.ts";

describe("a sink", () => {
  test.each(["", "a/b", "../x", "a b", "é", "x".repeat(65)])(
    "refuses the name %j",
    async (name) => {
      await expect(memoryResults().sink.open(name, "text/plain")).rejects.toMatchObject({
        code: "input.invalid",
      });
    },
  );

  test("lists what has finished, and a second result of one name instead of the first", async () => {
    const { sink, contents } = memoryResults();
    for (const text of ["one", "three"]) {
      await pipeline(Readable.from([Buffer.from(text)]), await sink.open("a", "text/plain"));
    }
    expect(sink.results).toEqual([{ name: "a", key: "a", type: "text/plain", size: 5 }]);
    expect(contents.get("a")?.toString()).toBe("three");
  });

  test("counts without keeping", async () => {
    const sink = countingResults();
    await pipeline(Readable.from([Buffer.alloc(7)]), await sink.open("a", "text/plain"));
    expect(sink.results).toMatchObject([{ size: 7 }]);
  });

  test("waits, when aborted, until what is open has been discarded", async () => {
    let isDiscarded = false;
    const sink = resultSink((key) => ({
      key,
      write: async () => {},
      finish: async () => {},
      async discard() {
        await new Promise((resolve) => setTimeout(resolve, 10));
        isDiscarded = true;
      },
    }));
    await sink.open("a", "text/plain");
    await sink.abort();
    expect(isDiscarded).toBe(true);
    expect(sink.results).toEqual([]);
    await sink.abort();
  });

  test("tells the first error, not that cleaning up failed as well", async () => {
    const first = new TypeError("full");
    const sink = resultSink((key) => ({
      key,
      write: async () => Promise.reject(first),
      finish: async () => {},
      discard: async () => Promise.reject(new RangeError("gone")),
    }));
    const writing = pipeline(Readable.from([Buffer.from("x")]), await sink.open("a", "text/plain"));
    await expect(writing).rejects.toBe(first);
    await sink.abort();
  });
});
