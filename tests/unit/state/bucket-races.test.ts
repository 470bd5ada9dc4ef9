import { PutObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import { BucketConflictError, OutcomeUnknownError } from "@switchyard/core/state/bucket.ts";
import { describe, expect, test } from "vitest";
import { bucketWorld } from "./bucket-world.ts";
import { broken, doesTwice, losesOne, type Interfere } from "./interfere.ts";
import { range } from "./jar-world.ts";

interface Counter {
  readonly count?: number;
}
const plusOne = ({ count = 0 }: Counter) => ({ count: count + 1 });
const isPut = (command: object) => command instanceof PutObjectCommand;

describe("a conditional put", () => {
  test("writes over what it names, and nothing else", async () => {
    const { open } = await bucketWorld();
    const bucket = await open();
    const first = await bucket.put(1, { ifNoneMatch: "*" });
    await expect(bucket.put(2, { ifNoneMatch: "*" })).rejects.toThrow(BucketConflictError);
    const second = await bucket.put(2, { ifMatch: first });
    expect(second).not.toBe(first);
    await expect(bucket.put(3, { ifMatch: first })).rejects.toMatchObject({
      code: "bucket.conflict",
      object: "s3://forest/state.json",
    });
    await bucket.delete();
    await expect(bucket.put(3, { ifMatch: second })).rejects.toThrow(BucketConflictError);
    expect(await bucket.get()).toEqual({});
  });

  test.each([
    ["loses its answer", losesOne(isPut)],
    ["is sent twice", doesTwice(isPut)],
  ])("that %s is done once, and says so", async (_, interfere) => {
    const { open } = await bucketWorld();
    const etag = await (await open()).put(1);
    const bucket = await open({}, interfere);
    const next = await bucket.put(2, { ifMatch: etag });
    expect(await bucket.put(3, { ifMatch: next })).toMatch(/^"[\da-f]{32}"$/);
  });

  test("that never arrived is sent again", async () => {
    const { open } = await bucketWorld();
    let isFirst = true;
    const bucket = await open({}, async (command, send) => {
      if (!isPut(command) || !isFirst) return send();
      isFirst = false;
      throw broken();
    });
    await bucket.put(1, { ifNoneMatch: "*" });
    expect(await bucket.get()).toBe(1);
  });

  test("tells its own lost answer from another's write", async () => {
    const { open, setBody } = await bucketWorld();
    const etag = await (await open()).put(1);
    const other = async (value: number) => void (await (await open()).update(() => value));
    const before: Interfere = async (command, send) => {
      if (!isPut(command)) return send();
      await other(9);
      throw broken();
    };
    // The object's ids begin with the other's own: this one wasn't among them.
    const racing = (await open({}, before)).put(2, { ifMatch: etag });
    await expect(racing).rejects.toThrow(BucketConflictError);
    const blind: Interfere = async (command, send) => {
      if (!isPut(command)) return send();
      await setBody("9");
      throw broken();
    };
    await setBody("1");
    const overwritten = (await open({}, blind)).put(2, { ifMatch: etag });
    await expect(overwritten).rejects.toThrow(OutcomeUnknownError);
  });

  test("made while another is made is made again", async () => {
    const { open } = await bucketWorld();
    let conflicts = 2;
    const busy: Interfere = async (command, send) => {
      if (!isPut(command) || conflicts-- <= 0) return send();
      throw new S3ServiceException({
        name: "ConditionalRequestConflict",
        message: "busy",
        $fault: "client",
        $metadata: { httpStatusCode: 409 },
      });
    };
    await (await open({}, busy)).put(1, { ifNoneMatch: "*" });
    conflicts = 1_000;
    const always = (await open({ maxAttempts: 3 }, busy)).put(2, { ifMatch: '"x"' });
    await expect(always).rejects.toThrow(BucketConflictError);
  });
});

describe("two updates", () => {
  test("never lose each other's change", async () => {
    const { open } = await bucketWorld({ maxAttempts: 1_000 });
    const writers = range(16).map(async (writer) => {
      const bucket = await open<Record<string, number>>();
      for (let turn = 0; turn < 10; turn++)
        await bucket.update((counts) => ({ ...counts, [writer]: (counts[writer] ?? 0) + 1 }));
    });
    await Promise.all(writers);
    const counts = Object.fromEntries(range(16).map((at) => [at, 10]));
    expect(await (await open()).get()).toEqual(counts);
  });

  test("that meet each time end in an error", async () => {
    const { open, setBody } = await bucketWorld();
    let others = 0;
    const always: Interfere = async (command, send) => {
      if (isPut(command)) await setBody(`${(others += 1)}`);
      return send();
    };
    const bucket = await open({ maxAttempts: 3 }, always);
    await expect(bucket.update(() => 0)).rejects.toMatchObject({
      code: "bucket.conflict",
      attempts: 3,
    });
    expect(await (await open()).get()).toBe(3);
  });

  test("of which one deletes start from nothing", async () => {
    const { open } = await bucketWorld();
    await (await open()).put({ count: 5 });
    let isFirst = true;
    const bucket = await open<Counter>({}, async (command, send) => {
      if (isPut(command) && isFirst) {
        isFirst = false;
        await (await open()).delete();
      }
      return send();
    });
    expect(await bucket.update(plusOne)).toEqual({ count: 1 });
  });
});

describe("a lost answer", () => {
  test.each([
    ["alone", losesOne(isPut)],
    ["and a second try of the SDK's", doesTwice(isPut)],
  ])("doubles no update: %s", async (_, interfere) => {
    const { open } = await bucketWorld();
    const bucket = await open<Counter>({}, interfere);
    expect(await bucket.update(plusOne)).toEqual({ count: 1 });
    expect(await bucket.update(plusOne)).toEqual({ count: 2 });
    expect(await bucket.get()).toEqual({ count: 2 });
  });

  test.each([
    [15, "is found", 17],
    [16, "is unknown", undefined],
  ])("before %i other updates %s", async (others, _, count) => {
    const { open } = await bucketWorld();
    const other = await open<Counter>();
    await other.update(plusOne);
    let isFirst = true;
    const bucket = await open<Counter>({}, async (command, send) => {
      const answer = await send();
      if (!isPut(command) || !isFirst) return answer;
      isFirst = false;
      for (let time = 0; time < others; time++) await other.update(plusOne);
      throw broken();
    });
    const update = bucket.update(plusOne);
    if (count === undefined) await expect(update).rejects.toThrow(OutcomeUnknownError);
    else expect(await update).toEqual({ count: 2 });
    expect(await bucket.get()).toEqual({ count: others + 2 });
  });

  test("before another's conditional put, which keeps no ids, is unknown", async () => {
    const { open } = await bucketWorld();
    const other = await open<Counter>();
    await other.update(plusOne);
    let isFirst = true;
    const bucket = await open<Counter>({}, async (command, send) => {
      const answer = await send();
      if (!isPut(command) || !isFirst || !("ETag" in answer)) return answer;
      isFirst = false;
      await other.put({ count: 10 }, { ifMatch: String(answer.ETag) });
      throw broken();
    });
    await expect(bucket.update(plusOne)).rejects.toThrow(OutcomeUnknownError);
  });
});
