import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { Bucket } from "@switchyard/core/state/bucket.ts";
import { Jar } from "@switchyard/core/state/jar.ts";
import { MissingPermissionsError } from "@switchyard/core/state/permissions.ts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { capability } from "../../packages/local/src/conformance/capability.ts";
import { createSubjectBucket, removeSubjectBucket } from "../contract/s3/subject.ts";
import { makeIdleFunction } from "./idle-function.ts";
import { makeRole } from "./role-with.ts";
import { clients, stack } from "./stack.ts";

const { lambda, s3 } = clients();
const unique = crypto.randomUUID().slice(0, 8);
const bucket = `state-${unique}`;
const functionName = `state-${unique}`;
const others = { OTHER: "kept", QUOTES: '"\\ż' };
beforeAll(async () => {
  await createSubjectBucket(s3, bucket);
  await makeIdleFunction(functionName, others);
});
afterAll(async () => {
  await removeSubjectBucket(s3, bucket);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: functionName }));
});

interface Counter {
  readonly count?: number;
}
const plusOne = ({ count = 0 }: Counter) => ({ count: count + 1 });
const [writers, increments] = [16, 50];
const patient = { maxAttempts: 500 };

/** Sixteen at once, each with a client of its own. */
async function incrementAll(update: (client: ReturnType<typeof clients>) => Promise<unknown>) {
  const work = Array.from({ length: writers }, async () => {
    const own = clients();
    for (let time = 0; time < increments; time++) await update(own);
  });
  await Promise.all(work);
}

const timeout = 300_000;
/** What the guarantee rests on: what is refused isn't carried out, and a revision is changed once. */
const hasRevisions = ["lambda.revision", "lambda.refused-change"].every(
  (probe) => capability(stack().kind, probe) === "works",
);

if (hasRevisions) {
  test(
    "16 writers at once lose no increment of a jar, and no other variable",
    { timeout },
    async () => {
      await incrementAll(({ lambda: client }) =>
        new Jar<Counter>({ client, functionName, ...patient }).update(plusOne),
      );
      const jar = new Jar<Counter>({ client: lambda, functionName });
      expect(await jar.get()).toEqual({ count: writers * increments });
      await jar.delete();
      expect(await new Jar({ client: lambda, functionName, variable: "OTHER" }).get()).toBe("kept");
      expect(await new Jar({ client: lambda, functionName, variable: "QUOTES" }).get()).toBe(
        '"\\ż',
      );
    },
  );
} else {
  test("an emulator that carries out what it refuses still loses no update made one by one", async () => {
    const jar = new Jar<Counter>({ client: lambda, functionName });
    for (let time = 0; time < 10; time++) await jar.update(plusOne);
    expect(await jar.get()).toEqual({ count: 10 });
    await jar.delete();
  });
}

test("16 writers at once lose no increment of an object", { timeout }, async () => {
  const at = { bucket, key: "counter.json", ...patient };
  const state = await Bucket.open<Counter>({ client: s3, ...at });
  await incrementAll(async ({ s3: client }) => {
    const own = await Bucket.open<Counter>({ client, ...at });
    await own.update(plusOne);
  });
  expect(await state.get()).toEqual({ count: writers * increments });
});

test("a jar's put that waits leaves nothing under way", async () => {
  const jar = new Jar({ client: lambda, functionName });
  await jar.put([1, 2, 3], { wait: true });
  await jar.put({ second: true }, { wait: true });
  expect(await jar.get()).toEqual({ second: true });
});

test("a bucket's versions are kept, listed and read", async () => {
  const state = await Bucket.open({ client: s3, bucket, key: "v/ä +%.json", pretty: true });
  expect(await state.isVersioningEnabled()).toBe(true);
  const etag = await state.put(["first"], { ifNoneMatch: "*" });
  await state.put(["second"], { ifMatch: etag });
  await state.delete();
  expect(await state.get()).toEqual({});
  const versions = await state.versions();
  expect(versions.map(({ isDeleted }) => isDeleted)).toEqual([true, false, false]);
  const read = await Promise.all(versions.map(({ versionId }) => state.get({ versionId })));
  expect(read).toEqual([{}, ["second"], ["first"]]);
});

test("a bucket that isn't there, or has no such version, is told", async () => {
  const opening = Bucket.open({ client: s3, bucket: `none-${unique}` });
  await expect(opening).rejects.toMatchObject({ code: "bucket.not_found" });
  const state = await Bucket.open({ client: s3, bucket, key: "one" });
  await state.put(1);
  const missing = state.get({ versionId: "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH" });
  await expect(missing).rejects.toMatchObject({ code: "bucket.version_not_found" });
});

test("a function that isn't there is told", async () => {
  const jar = new Jar({ client: lambda, functionName: `none-${unique}` });
  await expect(jar.get()).rejects.toMatchObject({ code: "jar.function_not_found" });
});

const bucketArn = `arn:aws:s3:::${bucket}`;
const opened = (as: ReturnType<typeof clients>) =>
  Bucket.open({ client: as.s3, bucket, key: "allowed.json" });
const jarOf = ({ lambda: client }: ReturnType<typeof clients>) => new Jar({ client, functionName });
type Use = (as: ReturnType<typeof clients>) => Promise<unknown>;
const needs: readonly (readonly [string, Use, readonly string[]])[] = [
  ["a jar's get", (as) => jarOf(as).get(), ["lambda:GetFunctionConfiguration"]],
  [
    "a jar's put",
    (as) => jarOf(as).put(1),
    ["lambda:GetFunctionConfiguration", "lambda:UpdateFunctionConfiguration"],
  ],
  ["a bucket's get", async (as) => (await opened(as)).get(), ["s3:ListBucket", "s3:GetObject"]],
  ["a bucket's put", async (as) => (await opened(as)).put(1), ["s3:ListBucket", "s3:PutObject"]],
  [
    "a bucket's update",
    async (as) => (await opened(as)).update(() => 1),
    ["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
  ],
  [
    "a bucket's delete",
    async (as) => (await opened(as)).delete(),
    ["s3:ListBucket", "s3:DeleteObject"],
  ],
  [
    "a bucket's list of versions",
    async (as) => (await opened(as)).versions(),
    ["s3:ListBucket", "s3:ListBucketVersions"],
  ],
  [
    "asking for versioning",
    async (as) => (await opened(as)).isVersioningEnabled(),
    ["s3:ListBucket", "s3:GetBucketVersioning"],
  ],
];

if (stack().enforcesIam) {
  describe("with nothing allowed, the errors' own statements are enough for", () => {
    test.each(needs)("%s", async (_, use, actions) => {
      const role = await makeRole();
      onTestFinished(() => role.remove());
      const as = clients(role.credentials);
      const given: unknown[] = [];
      for (;;) {
        const end = await use(as).then(
          () => "allowed" as const,
          (error: unknown) => error,
        );
        if (end === "allowed") break;
        if (!(end instanceof MissingPermissionsError)) throw end;
        expect(given).not.toContain(end.statement.Action);
        given.push(end.statement.Action);
        expect([bucketArn, `${bucketArn}/allowed.json`, jarArn]).toContain(end.statement.Resource);
        await role.give(end.statement);
      }
      expect(given).toEqual(actions);
    });
  });
} else {
  test("an emulator that enforces no policies is named so in the conformance table", () => {
    expect(capability(stack().kind, "iam.role")).not.toBe("works");
  });
}

const jarArn = `arn:aws:lambda:*:*:function:${functionName}`;
