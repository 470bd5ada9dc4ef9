import { describe, expect, test } from "vitest";
import type { PageApi } from "../api/api.ts";
import type { Lender } from "./lender.ts";
import { prepare } from "./prepare.ts";
import { someUpload } from "./testing.ts";
import type { Upload } from "./upload.ts";

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;
const lent = { prefix: "dev/s/", session: "s", endpoint: "https://s3", region: "r" };
const lender = {
  lend: async () => lent,
  renew: async () => lent,
} as unknown as Lender;
const api = {} as PageApi;
const partSizeOf = async (change: Partial<Upload>) =>
  (await prepare(someUpload({ way: "credentials", ...change }), api, lender)).partSize;

describe("a file that goes with the page's own keys", () => {
  test("goes in parts when it is large, no more than S3 lists at once", async () => {
    expect(await partSizeOf({ size: 16 * MiB })).toBeUndefined();
    expect(await partSizeOf({ size: GiB })).toBe(16 * MiB);
    const size = 100 * GiB;
    expect(Math.ceil(size / ((await partSizeOf({ size })) ?? 1))).toBeLessThanOrEqual(1_000);
  });

  test("goes on in the parts that it was begun with", async () => {
    const multipart = { uploadId: "u", key: "k" };
    const size = 100 * GiB;
    expect(await partSizeOf({ size, multipart, partSize: 200 * MiB })).toBe(200 * MiB);
    // Begun by a page that didn't note it.
    expect(await partSizeOf({ size, multipart })).toBe(16 * MiB);
  });
});
