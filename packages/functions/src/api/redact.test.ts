import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { logger } from "./log.ts";

afterEach(() => vi.restoreAllMocks());

/** What the log has of these facts. */
function logged(message: string, facts: object): string {
  const lines: string[] = [];
  const note = (line: unknown) => {
    lines.push(String(line));
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(note);
  vi.spyOn(process.stderr, "write").mockImplementation(note);
  logger.error(message, { ...facts });
  vi.restoreAllMocks();
  return lines.join("\n");
}

const secret = fc.stringMatching(/^[A-Za-z0-9+/_-]{20,60}$/);
const presigned = (hidden: string) =>
  `https://b.s3.amazonaws.com/alice/a.csv?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${hidden}&X-Amz-Security-Token=${hidden}&X-Amz-Signature=${hidden}&x-id=PutObject`;

describe("the log", () => {
  test.each([
    "authorization",
    "Authorization",
    "token",
    "sessionToken",
    "session_token",
    "AWS_SESSION_TOKEN",
    "secretAccessKey",
    "secret_key",
    "accessKeyId",
    "X-Amz-Signature",
    "x-amz-security-token",
    "password",
    "Policy",
    "cookie",
  ])("has nothing of a value named %s, however deep", (name) => {
    fc.assert(
      fc.property(secret, (hidden) => {
        const line = logged("told", { request: { deep: [{ [name]: hidden }] } });
        expect(line).not.toContain(hidden);
        expect(line).toContain("[redacted]");
      }),
      { numRuns: 20 },
    );
  });

  test("has nothing of a presigned query, in a value, a message, an error or its cause", () => {
    fc.assert(
      fc.property(secret, (hidden) => {
        const url = presigned(hidden);
        const cause = new TypeError(`fetch of ${url} failed`);
        const error = new Error(`PUT "${url}" was refused`, { cause });
        for (const facts of [{ url }, { body: JSON.stringify({ url }) }, { error }]) {
          expect(logged("told", facts)).not.toContain(hidden);
        }
        expect(logged(`PUT ${url}`, {})).not.toContain(hidden);
        expect(logged("told", { url: encodeURIComponent(url) })).not.toContain(hidden);
      }),
      { numRuns: 50 },
    );
  });

  test("has nothing of bearer tokens, JWTs, key ids and whole credentials", () => {
    const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
    const line = logged("told", {
      header: "Bearer hush-hush-hush",
      text: `the token ${jwt} was sent`,
      key: "ASIAIOSFODNN7EXAMPLE",
      credentials: { anything: "hush-hush" },
    });
    expect(line).not.toMatch(/hush|eyJ|ASIA/);
  });

  test("keeps what it is read for", () => {
    const facts = {
      key: "alice/a?b.csv",
      status: 200,
      path: "/uploads/sign",
      caller: "alice",
      url: "https://x.test/a?b=c",
    };
    const line = logged("request", facts);
    for (const value of Object.values(facts)) expect(line).toContain(String(value));
  });
});
