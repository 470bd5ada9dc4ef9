import { describe, expect, test } from "vitest";
import { ProgramError } from "../synth/errors.ts";
import { answerCall } from "./calls.ts";

const where = { account: "123456789012", region: "eu-west-1", partition: "aws" };

describe("a function that the program calls", () => {
  test("says whose account it is", () => {
    expect(answerCall("aws:index/getCallerIdentity:getCallerIdentity", {}, where)).toMatchObject({
      accountId: "123456789012",
      arn: "arn:aws:iam::123456789012:root",
    });
  });

  test("says the region under the names of both of the provider's versions", () => {
    expect(answerCall("aws:index/getRegion:getRegion", {}, where)).toMatchObject({
      name: "eu-west-1",
      region: "eu-west-1",
    });
  });

  test("says the partition and its domain", () => {
    expect(answerCall("aws:index/getPartition:getPartition", {}, where)).toMatchObject({
      partition: "aws",
      dnsSuffix: "amazonaws.com",
    });
  });

  test("renders policy documents", () => {
    const inputs = { statements: [{ actions: ["a"] }] };
    const { json } = answerCall("aws:iam/getPolicyDocument:getPolicyDocument", inputs, where);
    expect(json).toContain('"Action":["a"]');
  });

  test("that nobody knows is an error which names it", () => {
    expect(() => answerCall("aws:ec2/getAmi:getAmi", {}, where)).toThrow(ProgramError);
    expect(() => answerCall("aws:ec2/getAmi:getAmi", {}, where)).toThrow("aws:ec2/getAmi:getAmi");
  });
});
