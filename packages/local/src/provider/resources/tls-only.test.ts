import { describe, expect, test } from "vitest";
import { withoutTlsOnly } from "./tls-only.ts";

const tlsOnly = {
  Effect: "Deny",
  Action: "s3:*",
  Condition: { Bool: { "aws:SecureTransport": ["false"] } },
};
const allow = { Effect: "Allow", Action: "s3:GetObject" };
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("a bucket's policy on an emulator", () => {
  test("is nothing where all it did was to deny plain HTTP", () => {
    expect(withoutTlsOnly(policy(tlsOnly))).toBeUndefined();
  });

  test("keeps every other statement as it is", () => {
    const denied = {
      ...allow,
      Effect: "Deny",
      Condition: { Bool: { "aws:ViaAWSService": "false" } },
    };
    expect(withoutTlsOnly(policy(allow, tlsOnly, denied))).toBe(policy(allow, denied));
  });

  test("keeps a policy that has no such statement", () => {
    expect(withoutTlsOnly(policy(allow))).toBe(policy(allow));
  });
});
