import { S3ServiceException } from "@aws-sdk/client-s3";
import {
  Bucket,
  BucketForbiddenError,
  BucketNotFoundError,
  BucketTooLargeError,
  BucketVersionNotFoundError,
  BucketWrongRegionError,
  MissingPermissionsError,
  UnstorableValueError,
} from "@switchyard/core/state/bucket.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketWorld } from "./bucket-world.ts";
import { type Interfere } from "./interfere.ts";

const acorns = { num_acorns: 50, acorn_hideouts: ["tree", "lake", "backyard"] };

describe("a bucket", () => {
  test("gives back what was put, and nothing before or after", async () => {
    const bucket = await (await bucketWorld()).open();
    expect(await bucket.get()).toEqual({});
    await bucket.put(acorns);
    expect(await bucket.get()).toEqual(acorns);
    await bucket.delete();
    expect(await bucket.get()).toEqual({});
    await bucket.delete();
  });

  test("takes another key for one call", async () => {
    const bucket = await (await bucketWorld()).open();
    await bucket.put(["test"]);
    await bucket.put(["override"], { key: "override.json" });
    expect(await bucket.get({ key: "override.json" })).toEqual(["override"]);
    expect(await bucket.get()).toEqual(["test"]);
    await bucket.delete({ key: "override.json" });
    expect(await bucket.get({ key: "override.json" })).toEqual({});
  });

  test("says where it is", async () => {
    const { open } = await bucketWorld();
    expect(String(await open())).toBe("s3://forest/state.json");
    expect(String(await open({ key: undefined }))).toBe("s3://forest/");
  });

  test("keeps any JSON value, pretty or not", async () => {
    const { open } = await bucketWorld();
    const buckets = [await open(), await open({ pretty: true })];
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), async (value) => {
        for (const bucket of buckets) {
          await bucket.put(value);
          expect(await bucket.get()).toStrictEqual(value);
        }
      }),
    );
  });

  test("gives what is no JSON as the string it is", async () => {
    const { open, setBody } = await bucketWorld();
    const bucket = await open();
    for (const text of ['{"a":', "just words", ""]) {
      await setBody(text);
      expect(await bucket.get()).toBe(text);
    }
    await setBody(Buffer.from([0xff, 0x41]));
    expect(await bucket.get()).toBe("\ufffdA");
  });

  test("costs one request for each call, with versions too", async () => {
    for (const versioned of [false, true]) {
      const { open, sent } = await bucketWorld({}, { versioned });
      const bucket = await open();
      expect(sent.splice(0)).toEqual(["HeadBucket"]);
      const etag = await bucket.put(1);
      expect(sent.splice(0)).toEqual(["PutObject"]);
      await bucket.put(2, { ifMatch: etag });
      expect(sent.splice(0)).toEqual(["PutObject"]);
      await bucket.get();
      expect(sent.splice(0)).toEqual(["GetObject"]);
      await bucket.update(() => 3);
      expect(sent.splice(0)).toEqual(["GetObject", "PutObject"]);
      await bucket.delete();
      await bucket.get();
      expect(sent.splice(0)).toEqual(["DeleteObject", "GetObject"]);
      await bucket.versions();
      expect(sent).toEqual(["ListObjectVersions"]);
    }
  });

  test("keeps what others said of the object when it updates it", async () => {
    const { open, setBody, body } = await bucketWorld();
    await setBody('{"a": 1}');
    await (await open()).update((value) => ({ ...(value as object), b: 2 }));
    expect(await body()).toBe('{"a": 1, "b": 2}');
  });
});

describe("versions", () => {
  test("are switched on and off", async () => {
    const bucket = await (await bucketWorld()).open();
    expect(await bucket.isVersioningEnabled()).toBe(false);
    await bucket.enableVersioning();
    expect(await bucket.isVersioningEnabled()).toBe(true);
    await bucket.disableVersioning();
    expect(await bucket.isVersioningEnabled()).toBe(false);
  });

  test("are listed, newest first, and read one by one", async () => {
    const bucket = await (await bucketWorld({}, { versioned: true })).open();
    const etag = await bucket.put("first");
    await bucket.put("second");
    await bucket.put("of another", { key: "state.json.bak" });
    await bucket.delete();
    const versions = await bucket.versions();
    expect(versions).toMatchObject([
      { isLatest: true, isDeleted: true, etag: undefined, bytes: undefined },
      { isLatest: false, isDeleted: false, bytes: 6 },
      { isLatest: false, isDeleted: false, bytes: 5, etag },
    ]);
    const read = versions.map(({ versionId }) => bucket.get({ versionId }));
    expect(await Promise.all(read)).toEqual([{}, "second", "first"]);
    expect(await bucket.get()).toEqual({});
  });

  test("of a key that is missing aren't those of a longer one", async () => {
    const bucket = await (await bucketWorld({}, { versioned: true })).open({ key: "a" });
    await bucket.put("of ab", { key: "ab" });
    expect(await bucket.get()).toEqual({});
    expect(await bucket.versions()).toEqual([]);
  });

  test("come back when the marker is deleted", async () => {
    const bucket = await (await bucketWorld({}, { versioned: true })).open();
    await bucket.put(1);
    await bucket.delete();
    const [marker] = await bucket.versions();
    await bucket.delete({ versionId: marker?.versionId });
    expect(await bucket.get()).toBe(1);
  });

  test("that aren't there are an error", async () => {
    const bucket = await (await bucketWorld({}, { versioned: true })).open();
    await bucket.put(1);
    for (const versionId of ["no version", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH"])
      await expect(bucket.get({ versionId })).rejects.toThrow(BucketVersionNotFoundError);
  });

  test("are listed beyond a page, and no further than the key", async () => {
    const world = await bucketWorld({}, { versioned: true });
    const small: Interfere = async (command, send) => {
      if ("Prefix" in command.input) Object.assign(command.input, { MaxKeys: 2 });
      return send();
    };
    const bucket = await world.open({}, small);
    for (let at = 0; at < 5; at++) await bucket.put(at);
    for (let at = 0; at < 5; at++) await bucket.put(at, { key: "state.json2" });
    world.sent.length = 0;
    expect(await bucket.versions()).toHaveLength(5);
    expect(world.sent).toHaveLength(3);
  });
});

describe("what can't be stored", () => {
  test("is refused before anything is sent", async () => {
    const { open, sent } = await bucketWorld();
    const bucket = await open({ maxBytes: 10 });
    await expect(bucket.put({ a: new Set() })).rejects.toThrow(UnstorableValueError);
    await expect(bucket.put("12345678901")).rejects.toThrow(BucketTooLargeError);
    await bucket.put("1234567");
    await expect(bucket.put(1, { key: "" })).rejects.toMatchObject({ code: "input.invalid" });
    await expect(bucket.put(1, { key: "ż".repeat(513) })).rejects.toThrow(/key: expected a key/);
    const keyless = await open({ key: undefined });
    await expect(keyless.get()).rejects.toMatchObject({ issues: [{ field: "key" }] });
    expect(sent).toEqual(["HeadBucket", "PutObject", "HeadBucket"]);
  });

  test("isn't read either: an object that is too large is left", async () => {
    const { open, setBody } = await bucketWorld();
    await setBody("x".repeat(11));
    const bucket = await open({ maxBytes: 10 });
    await expect(bucket.get()).rejects.toMatchObject({ code: "bucket.too_large", bytes: 11 });
    await expect(bucket.update(() => 1)).rejects.toThrow(BucketTooLargeError);
  });
});

test.each([
  [{ bucket: "" }, "bucket"],
  [{ bucket: "a b c" }, "bucket"],
  [{ key: "" }, "key"],
  [{ maxBytes: 0 }, "maxBytes"],
  [{ maxAttempts: 1.5 }, "maxAttempts"],
])("the options %j are refused by name", async (options, field) => {
  await expect(Bucket.open({ bucket: "forest", ...options })).rejects.toMatchObject({
    code: "input.invalid",
    issues: [{ field }],
  });
});

const fails = (name: string, httpStatusCode: number, message = "no"): Interfere => {
  return async () => {
    throw new S3ServiceException({
      name,
      message,
      $fault: "client",
      $metadata: { httpStatusCode },
    });
  };
};

describe("a bucket that can't be opened", () => {
  test("because it isn't there", async () => {
    const { open } = await bucketWorld();
    const opening = open({ bucket: "no-forest" });
    await expect(opening).rejects.toThrow(BucketNotFoundError);
    await expect(opening).rejects.toMatchObject({ code: "bucket.not_found", bucket: "no-forest" });
  });

  test("because it is forbidden says what to add", async () => {
    const opening = (await bucketWorld()).open({}, fails("403", 403));
    await expect(opening).rejects.toThrow(BucketForbiddenError);
    await expect(opening).rejects.toThrow(MissingPermissionsError);
    await expect(opening).rejects.toMatchObject({
      code: "bucket.forbidden",
      statement: { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::forest" },
    });
  });

  test("because it is elsewhere says where", async () => {
    const opening = (await bucketWorld()).open({}, async () => {
      const $metadata = { httpStatusCode: 301 };
      const error = new S3ServiceException({ name: "301", $fault: "client", $metadata });
      const headers = { "x-amz-bucket-region": "eu-west-1" };
      throw Object.assign(error, { $response: { headers } });
    });
    await expect(opening).rejects.toThrow(BucketWrongRegionError);
    await expect(opening).rejects.toMatchObject({ region: "eu-west-1" });
    await expect(opening).rejects.toThrow(/eu-west-1/);
  });

  test("for another reason says so as it is", async () => {
    await expect((await bucketWorld()).open({}, fails("SlowDown", 503))).rejects.toThrow("no");
  });
});

describe("a call that is denied names its permission", () => {
  const object = "arn:aws:s3:::forest/state.json";
  const bucketArn = "arn:aws:s3:::forest";
  type Call = (bucket: Bucket) => Promise<unknown>;
  test.each<[string, Call, string]>([
    ["s3:GetObject", (bucket) => bucket.get(), object],
    ["s3:GetObject", (bucket) => bucket.update(() => 1), object],
    ["s3:GetObjectVersion", (bucket) => bucket.get({ versionId: "x" }), object],
    ["s3:PutObject", (bucket) => bucket.put(1), object],
    ["s3:PutObject", (bucket) => bucket.put(1, { ifNoneMatch: "*" }), object],
    ["s3:DeleteObject", (bucket) => bucket.delete(), object],
    ["s3:DeleteObjectVersion", (bucket) => bucket.delete({ versionId: "x" }), object],
    ["s3:ListBucketVersions", (bucket) => bucket.versions(), bucketArn],
    ["s3:GetBucketVersioning", (bucket) => bucket.isVersioningEnabled(), bucketArn],
    ["s3:PutBucketVersioning", (bucket) => bucket.enableVersioning(), bucketArn],
  ])("%s", async (Action, call, Resource) => {
    const denies: Interfere = async (command, send, number) =>
      number === 1 ? send() : fails("AccessDenied", 403)(command, send, number);
    const bucket = await (await bucketWorld()).open({}, denies);
    const error: unknown = await call(bucket).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MissingPermissionsError);
    expect(error).toMatchObject({ statement: { Effect: "Allow", Action, Resource } });
  });
});
