import { describe, expect, test } from "vitest";
import { allows } from "./allows.ts";

const policy = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const put = policy({ Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::b/*"] });

describe("the policy simulator of these tests", () => {
  test("allows what a statement names, and nothing else", () => {
    expect(allows([put], "s3:PutObject", "arn:aws:s3:::b/a/b.txt")).toBe(true);
    expect(allows([put], "s3:putobject", "arn:aws:s3:::b/x")).toBe(true);
    expect(allows([put], "s3:PutObjectAcl", "arn:aws:s3:::b/x")).toBe(false);
    expect(allows([put], "s3:PutObject", "arn:aws:s3:::b")).toBe(false);
    expect(allows([put], "s3:PutObject", "arn:aws:s3:::bb/x")).toBe(false);
  });

  test("takes a dot for a dot", () => {
    const dotted = policy({
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::a.b/*"],
    });
    expect(allows([dotted], "s3:GetObject", "arn:aws:s3:::axb/k")).toBe(false);
  });

  test("allows what has a condition only where it holds", () => {
    const Condition = { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } };
    const pass = policy({ Effect: "Allow", Action: ["iam:PassRole"], Resource: ["r"], Condition });
    const to = (service: string) => ({ "iam:PassedToService": service });
    expect(allows([pass], "iam:PassRole", "r", to("ecs-tasks.amazonaws.com"))).toBe(true);
    expect(allows([pass], "iam:PassRole", "r", to("ec2.amazonaws.com"))).toBe(false);
    expect(allows([pass], "iam:PassRole", "r")).toBe(false);
  });

  test.each([
    { Effect: "Deny", Action: ["s3:*"], Resource: ["*"] },
    { Effect: "Allow", NotAction: ["s3:*"], Resource: ["*"] },
    {
      Effect: "Allow",
      Action: ["s3:*"],
      Resource: ["*"],
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    },
  ])("refuses to judge what it doesn't know: %j", (statement) => {
    expect(() => allows([policy(statement)], "s3:GetObject", "arn:aws:s3:::b/k")).toThrow(
      TypeError,
    );
  });
});
