import { describe, expect, test } from "vitest";
import { copySource } from "./copying.ts";
import { headOf, headersLike, unquoted } from "./head.ts";
import { isMissing } from "./missing.ts";
import { tagHeader } from "./tags.ts";
import { differingChecksum } from "./verify.ts";

describe("what a copy keeps", () => {
  test("is every header that the client stored", () => {
    const head = headOf({
      $metadata: {},
      ETag: '"abc"',
      ContentLength: 5,
      ContentType: "text/csv",
      CacheControl: "no-store",
      ContentDisposition: "attachment",
      ContentEncoding: "gzip",
      ContentLanguage: "de",
      ExpiresString: "Sun, 17 Mar 2030 17:46:40 GMT",
      WebsiteRedirectLocation: "/x",
      Metadata: { a: "b" },
    });
    expect(head).toMatchObject({ etag: "abc", size: 5, metadata: { a: "b" } });
    expect(headersLike(head)).toEqual({
      ContentType: "text/csv",
      CacheControl: "no-store",
      ContentDisposition: "attachment",
      ContentEncoding: "gzip",
      ContentLanguage: "de",
      Expires: new Date(1_900_000_000_000),
      WebsiteRedirectLocation: "/x",
    });
  });

  test("is no expiry that isn't a date", () => {
    const head = headOf({ $metadata: {}, ExpiresString: "soon" });
    expect(headersLike(head).Expires).toBeUndefined();
    expect(head).toMatchObject({ size: 0, metadata: {} });
  });

  test("is its tags, encoded as S3 reads them", () => {
    expect(tagHeader([])).toBeUndefined();
    const tags = [
      { Key: "a b", Value: "c&d=ü" },
      { Key: "x", Value: "" },
    ];
    expect(tagHeader(tags)).toBe("a%20b=c%26d%3D%C3%BC&x=");
  });
});

test("a copy's source is encoded but for its slashes", () => {
  const source = { bucket: "staging", key: "a b/ü+%?.txt", version: "v/1" };
  expect(copySource(source)).toBe("staging/a%20b/%C3%BC%2B%25%3F.txt?versionId=v%2F1");
});

test("ETags lose their quotes", () => {
  expect([unquoted('"a"'), unquoted("a"), unquoted(undefined)]).toEqual(["a", "a", undefined]);
});

const named = (name: string, message = "") => Object.assign(new TypeError(message), { name });

describe("a version that S3 can't find", () => {
  test.each(["NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"])(
    "is missing: %s",
    (name) => {
      expect(isMissing(named(name))).toBe(true);
    },
  );

  test("is missing when no version could have such an id", () => {
    expect(isMissing(named("InvalidArgument", "Invalid version id specified"))).toBe(true);
  });

  test.each(["AccessDenied", "NoSuchBucket", "SlowDown", "TimeoutError"])(
    "is not, for %s",
    (name) => {
      expect(isMissing(named(name))).toBe(false);
      expect(isMissing("nothing")).toBe(false);
    },
  );
});

test.each([
  [{ ChecksumCRC64NVME: "a" }, { ChecksumCRC64NVME: "a" }, undefined],
  [{ ChecksumCRC64NVME: "a" }, { ChecksumCRC64NVME: "b" }, "ChecksumCRC64NVME"],
  [{ ChecksumCRC64NVME: "a" }, { ChecksumSHA256: "b" }, undefined],
  [{ ChecksumSHA256: "a", ChecksumCRC32: "c" }, { ChecksumSHA256: "b" }, "ChecksumSHA256"],
  [{}, {}, undefined],
] as const)("of %j and %j the checksum that differs is %j", (one, other, name) => {
  expect(differingChecksum(one, other)).toBe(name);
});
