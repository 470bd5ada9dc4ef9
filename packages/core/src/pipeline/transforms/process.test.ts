import { randomBytes } from "node:crypto";
import { PassThrough, Readable, type Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryResults } from "./memory-results.ts";
import { pickTransform, processFile } from "./process.ts";
import { transforms } from "./registry.ts";
import { resultSink } from "./results.ts";
import { cuts, outcome, pieces, processed } from "./testing.ts";
import { type ResultSink, type Transform } from "./type.ts";

const shout: Transform = {
  name: "shout",
  accepts: ({ key }) => key.endsWith(".shout"),
  async run(source, sink) {
    const out = await sink.open("loud.txt", "text/plain");
    for await (const chunk of source) out.write(Buffer.from(chunk).toString().toUpperCase());
    await new Promise((resolve) => out.end(resolve));
    return { loud: true };
  },
};

const keys = ["a.csv", "a.json", "a.ndjson", "a.txt", "a.txt.gz", "a", "a.png"];

describe("a file", () => {
  test("goes to the first transform that accepts it", async () => {
    const file = await processed("a.shout", "hey", { registry: [shout, ...transforms] });
    expect(file).toMatchObject({
      transform: "shout",
      detectedType: "text/plain",
      summary: { loud: true },
    });
    expect(file.results).toEqual([
      { name: "loud.txt", key: "loud.txt", type: "text/plain", size: 3 },
    ]);
  });

  test("that no transform accepts is described", () => {
    expect(pickTransform({ key: "a" }, []).name).toBe("manifest");
  });

  test("with nothing in it is described, whatever it was called", async () => {
    const file = await processed("a.csv", "", { contentType: "text/csv" });
    expect(file.json("manifest.json")).toEqual({
      key: "a.csv",
      size: 0,
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      detectedType: "application/x-empty",
      declaredType: "text/csv",
    });
  });

  test.each([
    [
      "a.svg",
      "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
      "image/svg+xml",
    ],
    ["page", "<!doctype html><p>hello", "text/html"],
    ["feed", "<?xml version='1.0'?><rss/>", "application/xml"],
    ["a.csv", "\x89PNG\r\n\x1a\n\0\0", "image/png"],
  ])("%s is described by its first bytes: %j", async (key, content, detectedType) => {
    const bytes = Buffer.from(content, "latin1");
    const file = await processed(key, bytes, { contentType: "text/csv" });
    expect(file).toMatchObject({ transform: "manifest", names: ["manifest.json"], detectedType });
  });

  test("of any bytes ends with results or a typed error", async () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), anyBytes, async (key, bytes) => {
        const result = await outcome(key, bytes);
        if ("error" in result) expect(result.error).toMatch(/^file\./);
      }),
      { numRuns: 1_000 },
    );
  });

  test("gives the same results however its bytes arrive", async () => {
    const start = fc.constantFrom(
      "",
      "\ufeff",
      "{",
      "[1,",
      '{"a":1}\n',
      "a,b\n",
      "<p>",
      "\x1f\x8b\x08",
    );
    const anyBytes = fc.tuple(start, fc.uint8Array({ maxLength: 80 })).map(([first, rest]) => {
      return Buffer.concat([Buffer.from(first), rest]);
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), anyBytes, cuts, async (key, bytes, at) => {
        const inPieces = { body: Readable.from(pieces(bytes, at)) };
        expect(await outcome(key, bytes, inPieces)).toEqual(await outcome(key, bytes));
      }),
      { numRuns: 500 },
    );
  });
});

/** A body that never ends by itself; like a socket, it lets timers have their turn. */
function endless(chunk: string | (() => string)) {
  let bytes = 0;
  const body = new Readable({
    read() {
      setImmediate(() => {
        const text = typeof chunk === "string" ? chunk : chunk();
        bytes += text.length;
        this.push(text);
      });
    },
  });
  return { body, pulled: () => bytes };
}

function failingSink(failure: Error) {
  const streams: Writable[] = [];
  const discarded: string[] = [];
  const sink = resultSink((name) => ({
    key: name,
    write: async () => Promise.reject(failure),
    finish: async () => {},
    discard: async () => void discarded.push(name),
  }));
  const watched: ResultSink = {
    get results() {
      return sink.results;
    },
    abort: () => sink.abort(),
    async open(name, type) {
      const stream = await sink.open(name, type);
      streams.push(stream);
      return stream;
    },
  };
  return { sink: watched, streams, discarded };
}

describe("when processing fails", () => {
  test.each(["a.csv", "a.json", "a.ndjson", "a.txt"])(
    "by the sink, %s ends with the sink's own error and every stream is closed",
    async (key) => {
      const { body } = endless(
        key.includes("json") ? " ".repeat(100_000) : "abc,def\n".repeat(10_000),
      );
      const failure = new TypeError("no such bucket");
      const { sink, streams, discarded } = failingSink(failure);
      await expect(processFile({ facts: { key }, body, sink })).rejects.toBe(failure);
      expect(body.destroyed).toBe(true);
      expect(streams.map(({ closed }) => closed)).toEqual([true]);
      expect(discarded).toHaveLength(1);
    },
  );

  test("by the body, the body's own error is passed on and nothing is stored", async () => {
    const reset = new RangeError("connection reset");
    const body = Readable.from(
      (async function* () {
        yield Buffer.from("a,b\n".repeat(50_000));
        throw reset;
      })(),
    );
    const { sink, contents } = memoryResults();
    await expect(processFile({ facts: { key: "a.csv" }, body, sink })).rejects.toBe(reset);
    expect(contents.size).toBe(0);
    expect(sink.results).toEqual([]);
  });

  test("by the content, nothing is stored and the body is closed", async () => {
    const body = new PassThrough();
    body.write('{"a":');
    body.write("x".repeat(10_000));
    const { sink, contents } = memoryResults();
    const processing = processFile({ facts: { key: "a.json" }, body, sink });
    await expect(processing).rejects.toMatchObject({ name: "InvalidFileError" });
    expect(body.destroyed).toBe(true);
    expect(contents.size).toBe(0);
  });

  test.each([
    [4, "shorter"],
    [2, "longer"],
  ])(
    "since the body of 3 bytes was announced with %i, the error may be tried again",
    async (size) => {
      const { sink, contents } = memoryResults();
      const body = Readable.from([Buffer.from("abc")]);
      const processing = processFile({ facts: { key: "a.txt", size }, body, sink });
      await expect(processing).rejects.toMatchObject({
        code: "file.incomplete-body",
        readBytes: 3,
      });
      expect(contents.size).toBe(0);
    },
  );

  test.each(["a.csv", "a.json", "a.txt", "a.png"])(
    "by a deadline, %s stops at once",
    async (key) => {
      const { body } = endless(key === "a.json" ? " ".repeat(10_000) : "abc,def\n".repeat(1_000));
      const deadline = new AbortController();
      const { sink } = memoryResults();
      const processing = processFile({ facts: { key }, body, sink, signal: deadline.signal });
      setTimeout(() => deadline.abort(), 20);
      await expect(processing).rejects.toMatchObject({ name: "AbortError" });
      expect(body.destroyed).toBe(true);
    },
  );

  test("by a deadline that has passed, nothing is read and the body is closed", async () => {
    const { body, pulled } = endless("a");
    const { sink } = memoryResults();
    const signal = AbortSignal.abort();
    await expect(processFile({ facts: { key: "a" }, body, sink, signal })).rejects.toThrow(
      /abort/i,
    );
    expect(pulled()).toBe(0);
    expect(body.destroyed).toBe(true);
  });

  test("by a deadline while a gzip's body stalls, it still ends", async () => {
    const body = new PassThrough();
    body.write(Buffer.from("1f8b0800000000000003", "hex"));
    const { sink } = memoryResults();
    const signal = AbortSignal.timeout(20);
    const processing = processFile({ facts: { key: "a.gz" }, body, sink, signal });
    await expect(processing).rejects.toMatchObject({ name: /Abort|Timeout/ });
    expect(body.destroyed).toBe(true);
  });
});

describe("a slow sink", () => {
  test.each(["a.csv", "a.txt"])("holds back the reading of %s", async (key) => {
    const { body, pulled } = endless(() =>
      randomBytes(12_000)
        .toString("base64")
        .replaceAll(/(.{80})/g, "$1\n"),
    );
    const sink = resultSink((name) => ({
      key: name,
      write: () => new Promise(() => {}),
      finish: async () => {},
      discard: async () => {},
    }));
    const deadline = new AbortController();
    const processing = processFile({ facts: { key }, body, sink, signal: deadline.signal });
    let before = -1;
    while (pulled() !== before) {
      before = pulled();
      await sleep(50);
    }
    deadline.abort();
    await expect(processing).rejects.toMatchObject({ name: "AbortError" });
    expect(before).toBeLessThan(1_500_000);
  });
});
