import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UploadNotAllowedError, UploadNotFoundError } from "./errors.ts";
import { GiB, MiB } from "./limits.ts";
import { registerFile } from "./register.ts";
import { planSignature, SignRequest } from "./sign-plan.ts";
import { signUpload } from "./sign.ts";
import { alice, needsWith, s3Error } from "./testing.ts";

const file = { key: "film.mp4", type: "video/mp4", size: 40 * MiB };
const key = "alice/film.mp4";
const threeParts = { size: 40 * MiB, part_count: 3 };
const noParts = "<ListPartsResult></ListPartsResult>";
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

describe("the plan of a signature", () => {
  test.each([
    [{ method: "PUT" }, { kind: "put" }],
    [{ method: "POST" }, { kind: "create" }],
    [
      { method: "PUT", uploadId: "u", partNumber: 3 },
      { kind: "part", uploadId: "u", partNumber: 3 },
    ],
    [
      { method: "GET", uploadId: "u" },
      { kind: "list", uploadId: "u" },
    ],
    [
      { method: "POST", uploadId: "u" },
      { kind: "complete", uploadId: "u" },
    ],
    [
      { method: "DELETE", uploadId: "u" },
      { kind: "abort", uploadId: "u" },
    ],
  ])("for %j is %j", (request, plan) => {
    expect(planSignature(SignRequest().parse({ key, ...request }), threeParts)).toEqual(plan);
  });
  test.each([
    [{ method: "GET" }],
    [{ method: "DELETE" }],
    [{ method: "PUT", uploadId: "u" }],
    [{ method: "PUT", partNumber: 1 }],
    [{ method: "PUT", uploadId: "u", partNumber: 4 }],
    [{ method: "POST", uploadId: "u", partNumber: 1 }],
    [{ method: "GET", uploadId: "u", partNumber: 1 }],
    [{ method: "DELETE", uploadId: "u", partNumber: 1 }],
  ])("refuses %j", (request) => {
    const asked = SignRequest().parse({ key, ...request });
    expect(() => planSignature(asked, threeParts)).toThrow(UploadNotAllowedError);
  });
  test("refuses everything but the six requests, for every file", () => {
    const asked = fc.record({
      method: fc.constantFrom("GET" as const, "PUT" as const, "POST" as const, "DELETE" as const),
      key: fc.constant(key),
      uploadId: fc.option(fc.constant("u"), { nil: undefined }),
      partNumber: fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined }),
    });
    const kinds = {
      put: "PUT--",
      create: "POST--",
      part: "PUT-u-n",
      list: "GET-u-",
      complete: "POST-u-",
      abort: "DELETE-u-",
    };
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 10_000 }), (request, part_count) => {
        const shape = `${request.method}-${request.uploadId ?? ""}-${request.partNumber ? "n" : ""}`;
        try {
          const plan = planSignature(request, { size: 1, part_count });
          expect(kinds[plan.kind]).toBe(shape);
          if (plan.kind === "part") expect(plan.partNumber).toBeLessThanOrEqual(part_count);
        } catch (error) {
          expect(error).toBeInstanceOf(UploadNotAllowedError);
        }
      }),
    );
  });
  test("sends a file over 5 GiB in parts, and an empty one whole", () => {
    const put = SignRequest().parse({ key, method: "PUT" });
    const create = SignRequest().parse({ key, method: "POST" });
    const huge = { size: 5 * GiB + 1, part_count: 321 };
    expect(() => planSignature(put, huge)).toThrow("in parts");
    expect(() => planSignature(create, { size: 0, part_count: 1 })).toThrow("no parts");
  });
});

describe("the signer for browsers", () => {
  test("signs a PUT with the registered type and size, whatever the request says", async () => {
    const needs = needsWith();
    await registerFile(file, alice, needs);
    const asked = { method: "PUT" as const, key, contentType: "text/html" };
    const signed = await signUpload(asked, alice, needs);
    expect(signed).toMatchObject({ key, headers: { "content-type": "video/mp4" } });
    const query = queryOf(signed.url);
    expect(query["X-Amz-SignedHeaders"]).toBe("content-length;content-type;host");
    expect(query["x-amz-meta-correlation-id"]).toBe("token-1");
  });
  test("signs a part for the bytes it must have", async () => {
    const needs = needsWith({ answer: () => ({ body: noParts }) });
    await registerFile(file, alice, needs);
    const asked = { method: "PUT" as const, key, uploadId: "u1", partNumber: 3 };
    const { url } = await signUpload(asked, alice, needs);
    expect(queryOf(url)).toMatchObject({
      uploadId: "u1",
      partNumber: "3",
      "X-Amz-SignedHeaders": "content-length;host",
    });
  });
  test("asks S3 once whether an upload id is this key's", async () => {
    const asked: string[] = [];
    const needs = needsWith({
      answer: ({ path, query }) => {
        asked.push(`${path} ${String(query["uploadId"])}`);
        return { body: noParts };
      },
    });
    await registerFile(file, alice, needs);
    for (const method of ["GET", "POST", "DELETE"] as const) {
      await signUpload({ method, key, uploadId: "u1" }, alice, needs);
    }
    expect(asked).toEqual([expect.stringMatching(/alice\/film\.mp4 u1$/)]);
  });
  test("refuses an upload id that S3 has not for this key", async () => {
    const needs = needsWith({ answer: () => s3Error(404, "NoSuchUpload") });
    await registerFile(file, alice, needs);
    const signed = signUpload({ method: "GET", key, uploadId: "bobs" }, alice, needs);
    await expect(signed).rejects.toThrow(UploadNotAllowedError);
  });
  test("refuses a file that was not registered, and another caller's", async () => {
    const needs = needsWith();
    await registerFile(file, alice, needs);
    const bob = { id: "bob", scopes: [] };
    const put = { method: "PUT" as const };
    await expect(signUpload({ ...put, key: "alice/other" }, alice, needs)).rejects.toThrow(
      UploadNotFoundError,
    );
    await expect(signUpload({ ...put, key }, bob, needs)).rejects.toThrow(UploadNotAllowedError);
  });
  test("signs If-None-Match for a file that must not overwrite", async () => {
    const needs = needsWith({ answer: () => ({ body: noParts }) });
    await registerFile({ ...file, overwrite: false }, alice, needs);
    for (const request of [
      { method: "PUT" as const },
      { method: "POST" as const, uploadId: "u1" },
    ]) {
      const { url, headers } = await signUpload({ key, ...request }, alice, needs);
      expect(headers).toMatchObject({ "if-none-match": "*" });
      expect(queryOf(url)["X-Amz-SignedHeaders"]).toContain("if-none-match");
    }
  });
});

describe("registering a file", () => {
  test("again is a new upload, or the same one when it is resumed", async () => {
    const needs = needsWith();
    const first = await registerFile(file, alice, needs);
    const resumed = await registerFile({ ...file, resume: true }, alice, needs);
    const other = await registerFile({ ...file, size: 9, resume: true }, alice, needs);
    const again = await registerFile(file, alice, needs);
    expect(resumed).toEqual(first);
    expect(new Set([first, other, again].map((one) => one.correlationId)).size).toBe(3);
  });
  test("of the longest key has a name that DynamoDB takes", async () => {
    const needs = needsWith();
    const longest = { ...file, key: "漢".repeat(339) };
    const registered = await registerFile(longest, alice, needs);
    const [{ id } = { id: "" }] = needs.records.items.values();
    expect(Buffer.byteLength(id)).toBeLessThanOrEqual(1024);
    const signed = await signUpload({ method: "PUT", key: registered.key }, alice, needs);
    expect(signed.key).toBe(`alice/${longest.key}`);
  });
  test("resumed after its time is a new upload", async () => {
    const needs = needsWith();
    const first = await registerFile(file, alice, needs);
    const later = { ...needs, now: () => needs.now() + 7_200_000 };
    const resumed = await registerFile({ ...file, resume: true }, alice, later);
    expect(resumed.correlationId).not.toBe(first.correlationId);
  });
  test("is forgotten after its time", async () => {
    const needs = needsWith();
    await registerFile(file, alice, needs);
    const later = { ...needs, now: () => needs.now() + 7_200_000 };
    const signed = signUpload({ method: "PUT", key }, alice, later);
    await expect(signed).rejects.toThrow(UploadNotFoundError);
  });
});
