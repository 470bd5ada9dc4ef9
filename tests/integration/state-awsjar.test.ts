import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { Bucket } from "@switchyard/core/state/bucket.ts";
import { dateReplacer, dateReviver, Jar } from "@switchyard/core/state/jar.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSubjectBucket, removeSubjectBucket } from "../contract/s3/subject.ts";
import { awsjar, installAwsjar } from "./awsjar.ts";
import { makeIdleFunction } from "./idle-function.ts";
import { clients, stack } from "./stack.ts";

const { lambda, s3 } = clients();
const unique = crypto.randomUUID().slice(0, 8);
const [bucket, functionName, key] = [`awsjar-${unique}`, `awsjar-${unique}`, "state.json"];
const hooks = { replacer: dateReplacer, reviver: dateReviver };
const inPython = { lambda_name: functionName };
const objectInPython = { bucket, key };
/** Each with the name of its type in Python. */
const values: readonly (readonly [string, unknown])[] = [
  ["dict", { a: [1, "two", 3.5, null, true], ż: '日本 🚀 "quoted" \\ \n' }],
  ["list", []],
  ["str", "hello world"],
  ["str", "123"],
  ["str", "1_000"],
  ["str", "nan"],
  ["str", "{1}"],
  ["int", 42],
  ["float", 1.5],
  ["bool", true],
  ["NoneType", null],
];

if (await installAwsjar()) {
  describe(`beside Python's awsjar on ${stack().kind}`, () => {
    beforeAll(async () => {
      await createSubjectBucket(s3, bucket);
      await makeIdleFunction(functionName, { OTHER: "kept" });
    });
    afterAll(async () => {
      await removeSubjectBucket(s3, bucket);
      await lambda.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    });

    test.each(values)("it reads what a jar wrote: a %s, %j", async (type, value) => {
      for (const compression of [undefined, "deflate"] as const) {
        await new Jar({ client: lambda, functionName, compression }).put(value);
        expect(await awsjar({ kind: "jar", options: inPython, call: "get" })).toEqual({
          type,
          value,
        });
      }
    });

    test.each(values)("it reads what a bucket wrote: a %s, %j", async (type, value) => {
      const state = await Bucket.open({ client: s3, bucket, key });
      await state.put(value);
      expect(await awsjar({ kind: "bucket", options: objectInPython, call: "get" })).toEqual({
        type,
        value,
      });
    });

    test("what it wrote is read", async () => {
      const value = { a: [1, "two", 3.5, null, true], ż: "日本 🚀" };
      const jar = new Jar({ client: lambda, functionName });
      for (const compression of [false, true]) {
        await awsjar({ kind: "jar", options: { ...inPython, compression }, call: "put", value });
        expect(await jar.get()).toEqual(value);
      }
      const options = { ...objectInPython, pretty: true };
      await awsjar({ kind: "bucket", options, call: "put", value });
      const state = await Bucket.open({ client: s3, bucket, key, pretty: true });
      expect(await state.get()).toEqual(value);
      const [{ etag } = { etag: "" }] = await state.versions();
      expect(await state.put(value)).toBe(etag);
    });

    test("dates go there and back", async () => {
      const jar = new Jar({ client: lambda, functionName, ...hooks });
      const options = { ...inPython, dates: true };
      await awsjar({ kind: "jar", options, call: "put" });
      expect(await jar.get()).toEqual({ at: new Date("2019-01-09T18:49:44.847Z") });
      await jar.put({ at: new Date("2020-02-29T00:00:00Z") }, { wait: true });
      expect(await awsjar({ kind: "jar", options, call: "get" })).toEqual({
        type: "dict",
        value: { at: "datetime.datetime(2020, 2, 29, 0, 0, tzinfo=datetime.timezone.utc)" },
      });
    });
  });
} else {
  test("without awsjar, what it wrote is known by its record", async () => {
    const { awsjar: record } = await import("../unit/state/awsjar.ts");
    expect(Object.keys(record.jar).length).toBeGreaterThan(25);
  });
}
