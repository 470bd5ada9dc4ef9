import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidKeyError, PolicyTooLongError } from "./errors.ts";
import { sessionName, sessionPolicy } from "./policy.ts";

const resourceOf = (policy: string) => JSON.parse(policy).Statement[0].Resource;

describe("a session policy", () => {
  test("allows putting, aborting and listing parts of one key", () => {
    expect(JSON.parse(sessionPolicy("staging", { key: "alice/a.csv" }))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
          Resource: "arn:aws:s3:::staging/alice/a.csv",
        },
      ],
    });
  });
  test("allows a folder, and only with its slash", () => {
    const policy = sessionPolicy("staging", { prefix: "alice/s1/" });
    expect(resourceOf(policy)).toBe("arn:aws:s3:::staging/alice/s1/*");
  });
  test("has the characters STS takes, and means the key itself, for every key", () => {
    const key = fc.string({ unit: "binary", minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(key, (name) => {
        fc.pre(!/[*?]|\$\{/.test(name));
        const policy = sessionPolicy("staging", { key: name });
        expect(policy).toMatch(/^[ -~]*$/);
        expect(resourceOf(policy)).toBe(`arn:aws:s3:::staging/${name}`);
      }),
    );
  });
  test.each(["a*b", "a?b", "${aws:userid}/x"])(
    "is refused for %s, which would match more",
    (key) => {
      expect(() => sessionPolicy("staging", { key })).toThrow(InvalidKeyError);
      expect(() => sessionPolicy("staging", { prefix: `${key}/` })).toThrow(InvalidKeyError);
    },
  );
  test("over 2,048 characters is refused with its length", () => {
    const fits = "漢".repeat(300);
    expect(sessionPolicy("staging", { key: fits }).length).toBeLessThanOrEqual(2048);
    const refusal = expect(() => sessionPolicy("staging", { key: "漢".repeat(341) }));
    refusal.toThrow(PolicyTooLongError);
    refusal.toThrow(/policy of 2\d{3} characters/);
  });
});

describe("a session's name", () => {
  test("carries caller and request", () => {
    expect(sessionName("alice", "7f3a")).toBe("alice-7f3a");
  });
  test("is one that STS takes, for every caller and request", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        (caller, request) => {
          expect(sessionName(caller, request)).toMatch(/^[\w+=,.@-]{2,64}$/);
        },
      ),
    );
  });
  test("keeps a whole UUID and cuts the caller", () => {
    const request = "3f2b8c5e-0000-4000-8000-123456789abc";
    const name = sessionName("c".repeat(64), request);
    expect(name).toHaveLength(64);
    expect(name.endsWith(`-${request}`)).toBe(true);
  });
});
