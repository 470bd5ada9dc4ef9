import { describe, expect, test } from "vitest";
import { InvalidFileError, InvalidKeyError, UploadExistsError } from "./errors.ts";
import { GiB } from "./limits.ts";
import { presignPost } from "./post.ts";
import { presignPut } from "./presign.ts";
import { alice, needsWith, now, settings, signerFor } from "./testing.ts";

const file = { key: "report.csv", type: "text/csv", size: 1234 };
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

const lasting = (seconds: number) => async () => signerFor(undefined, seconds);
const refuseKnown = async (key: string) => {
  throw new UploadExistsError(key);
};

describe("a presigned PUT", () => {
  test("signs type and size, under the caller's prefix", async () => {
    const put = await presignPut(file, alice, needsWith());
    expect(put).toMatchObject({
      key: "alice/report.csv",
      method: "PUT",
      headers: { "content-type": "text/csv" },
      expiresIn: 900,
      correlationId: "token-1",
    });
    expect(new URL(put.url).pathname).toMatch(/\/alice\/report\.csv$/);
    const query = queryOf(put.url);
    expect(query["X-Amz-SignedHeaders"]).toBe("content-length;content-type;host");
    expect(query["X-Amz-Expires"]).toBe("900");
    expect(query["x-amz-meta-correlation-id"]).toBe("token-1");
  });
  test("has no checksum of an empty body in it", async () => {
    const { url } = await presignPut(file, alice, needsWith());
    expect(url).not.toMatch(/checksum|crc32/i);
  });
  test("signs a given SHA-256 as a header to be sent", async () => {
    const sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const put = await presignPut({ ...file, sha256 }, alice, needsWith());
    expect(put.headers).toEqual({ "content-type": "text/csv", "x-amz-checksum-sha256": sha256 });
    const query = queryOf(put.url);
    expect(query["X-Amz-SignedHeaders"]).toBe(
      "content-length;content-type;host;x-amz-checksum-sha256",
    );
    expect(query["x-amz-checksum-sha256"]).toBeUndefined();
  });
  test("that must not overwrite signs If-None-Match, after a look into the ledger", async () => {
    const put = await presignPut({ ...file, overwrite: false }, alice, needsWith());
    expect(put.headers).toEqual({ "content-type": "text/csv", "if-none-match": "*" });
    expect(queryOf(put.url)["X-Amz-SignedHeaders"]).toContain("if-none-match");
    const known = presignPut({ ...file, overwrite: false }, alice, needsWith({ refuseKnown }));
    await expect(known).rejects.toThrow(UploadExistsError);
    await presignPut(file, alice, needsWith({ refuseKnown }));
  });
  test("is good no longer than the keys that signed it", async () => {
    const put = await presignPut(
      { ...file, expiresIn: 600 },
      alice,
      needsWith({ open: lasting(100) }),
    );
    expect(put.expiresIn).toBe(100);
    expect(queryOf(put.url)["X-Amz-Expires"]).toBe("100");
  });
  test("of an empty file signs its length too", async () => {
    const { url } = await presignPut({ ...file, size: 0 }, alice, needsWith());
    expect(queryOf(url)["X-Amz-SignedHeaders"]).toContain("content-length");
  });
  test("keeps a name with Unicode, spaces and percent signs", async () => {
    const key = "ümläut 100%25 #1?.csv";
    const put = await presignPut({ ...file, key }, alice, needsWith());
    expect(decodeURIComponent(new URL(put.url).pathname)).toMatch(
      new RegExp(`/alice/ümläut 100%25 #1\\?\\.csv$`),
    );
  });
  test.each([
    ["5 GiB and a byte", 5 * GiB + 1, settings.maxBytes],
    ["more than this stage allows", 2000, 1999],
  ])("is refused for a file of %s", async (_, size, maxBytes) => {
    const needs = needsWith({ settings: { ...settings, maxBytes } });
    await expect(presignPut({ ...file, size }, alice, needs)).rejects.toThrow(InvalidFileError);
  });
  test("is refused for a bad key", async () => {
    const put = presignPut({ ...file, key: "../bob/x" }, alice, needsWith());
    await expect(put).rejects.toThrow(InvalidKeyError);
  });
});

describe("a presigned POST", () => {
  const form = { key: "report.csv", type: "text/csv", maxSize: 1000 };
  test("has a policy of exactly this key, type and size range, as long as it is good", async () => {
    const post = await presignPost({ ...form, minSize: 10 }, alice, needsWith());
    const policy = JSON.parse(Buffer.from(post.fields["Policy"] ?? "", "base64").toString());
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ["content-length-range", 10, 1000],
        { key: "alice/report.csv" },
        { "Content-Type": "text/csv" },
        { bucket: "staging" },
        { "x-amz-meta-correlation-id": "token-1" },
      ]),
    );
    expect(post).toMatchObject({ key: "alice/report.csv", expiresIn: 900 });
    const left = Date.parse(policy.expiration) - Date.now();
    expect(left).toBeGreaterThan(890_000);
    expect(left).toBeLessThanOrEqual(900_000);
  });
  test.each([
    [{ maxSize: 5 * GiB + 1 }, InvalidFileError],
    [{ minSize: 1001 }, InvalidFileError],
    [{ key: "${filename}" }, InvalidKeyError],
    [{ key: "x-${filename}" }, InvalidKeyError],
  ])("is refused with %j", async (change, refusal) => {
    await expect(presignPost({ ...form, ...change }, alice, needsWith())).rejects.toThrow(refusal);
  });
  test("is good no longer than its keys", async () => {
    const post = await presignPost(form, alice, needsWith({ open: lasting(60), now: () => now }));
    expect(post.expiresIn).toBe(60);
  });
});
