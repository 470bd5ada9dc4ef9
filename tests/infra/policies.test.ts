import { describe, expect, test } from "vitest";
import { allows, statementsOf } from "./allows.ts";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const graph = synthesised("production");

const policiesOf = (role: RegExp) =>
  (
    (theOne(graph, "aws:iam/role:Role", role).inputs["inlinePolicies"] ?? []) as {
      policy: string;
    }[]
  ).map(({ policy }) => policy);
const bucket = (name: string) =>
  `arn:aws:s3:::${String(theOne(graph, "aws:s3/bucket:Bucket", new RegExp(`^${name}Bucket`)).inputs["bucket"])}`;
const table = (name: string) =>
  `arn:aws:dynamodb:us-east-1:123456789012:table/${String(theOne(graph, "aws:dynamodb/table:Table", new RegExp(`^${name}`)).inputs["name"])}`;
const queue = (name: string) =>
  `arn:aws:sqs:us-east-1:123456789012:${String(theOne(graph, "aws:sqs/queue:Queue", new RegExp(`^${name}Queue$`)).inputs["name"])}`;

const fn = (name: string) =>
  `arn:aws:lambda:us-east-1:123456789012:function:${String(theOne(graph, "aws:lambda/function:Function", new RegExp(`^${name}Function$`)).inputs["name"])}`;

const roles = {
  transform: /^UploadsSubscriber.*FunctionRole$/,
  recorder: /^UploadsUndeliveredSubscriber.*FunctionRole$/,
  expiry: /^ExpirationsSubscriber.*FunctionRole$/,
  sweep: /^SweepHandlerRole$/,
  api: /^ApiRole$/,
  upload: /^UploadRole$/,
  visit: /^VisitRole$/,
  visits: /^VisitsRole$/,
  configuration: /^ConfigurationRole$/,
  primes: /^PrimesRole$/,
};

/** What has no resources that a statement could name. */
const withoutResources =
  /^(?:xray:Put.*|cloudwatch:GetMetricData|scheduler:ListSchedules|events:ListRuleNamesByTarget)$/;

describe("no role", () => {
  test("has a wildcard for actions, or for resources of a whole service", () => {
    const wide = ofType(graph, "aws:iam/role:Role").flatMap(({ name, inputs }) =>
      ((inputs["inlinePolicies"] ?? []) as { policy: string }[])
        .flatMap(({ policy }) => statementsOf(policy))
        .filter(
          ({ Action, Resource }) =>
            Action.some((one) => one.includes("*")) ||
            (Resource.includes("*") && !Action.every((one) => withoutResources.test(one))),
        )
        .map((statement) => [name, statement]),
    );
    expect(wide).toEqual([]);
  });
});

/** Calls as `action on resource`, a `/` for an object, an item or an index in it. */
const matrix: [keyof typeof roles, boolean, string, () => string][] = [
  ["transform", true, "s3:GetObjectVersion", () => `${bucket("Staging")}/dev/a`],
  ["transform", true, "s3:DeleteObjectVersion", () => `${bucket("Staging")}/dev/a`],
  ["transform", true, "s3:DeleteObject", () => `${bucket("Staging")}/dev/a`],
  ["transform", true, "s3:PutObject", () => `${bucket("Archive")}/dev/a`],
  ["transform", true, "dynamodb:UpdateItem", () => table("Ledger")],
  ["transform", true, "sqs:ReceiveMessage", () => queue("Uploads")],
  ["transform", false, "s3:PutObject", () => `${bucket("Staging")}/dev/a`],
  ["transform", false, "s3:DeleteObject", () => `${bucket("Archive")}/dev/a`],
  ["transform", false, "s3:DeleteObjectVersion", () => `${bucket("Archive")}/dev/a`],
  ["transform", false, "s3:PutBucketPolicy", () => bucket("Archive")],
  ["transform", false, "dynamodb:DeleteItem", () => table("Ledger")],
  ["transform", false, "dynamodb:UpdateItem", () => table("UploadRecords")],
  [
    "transform",
    false,
    "sts:AssumeRole",
    () => "arn:aws:iam::123456789012:role/switchyard-production-upload",
  ],
  ["recorder", true, "dynamodb:UpdateItem", () => table("Ledger")],
  ["recorder", true, "sqs:SendMessage", () => queue("TransformDeadLetters")],
  ["recorder", false, "s3:GetObject", () => `${bucket("Staging")}/dev/a`],
  ["recorder", true, "sqs:SendMessage", () => queue("Uploads")],
  ["recorder", false, "sqs:ReceiveMessage", () => queue("Uploads")],
  ["expiry", true, "dynamodb:UpdateItem", () => table("Ledger")],
  ["expiry", false, "s3:GetObject", () => `${bucket("Staging")}/dev/a`],
  ["expiry", false, "dynamodb:PutItem", () => table("Ledger")],
  ["sweep", true, "s3:ListBucketVersions", () => bucket("Staging")],
  ["sweep", true, "sqs:SendMessage", () => queue("Uploads")],
  ["sweep", false, "s3:GetObject", () => `${bucket("Staging")}/dev/a`],
  ["sweep", false, "s3:DeleteObjectVersion", () => `${bucket("Staging")}/dev/a`],
  ["sweep", false, "sqs:DeleteMessage", () => queue("Uploads")],
  [
    "api",
    true,
    "sts:AssumeRole",
    () => "arn:aws:iam::123456789012:role/switchyard-production-upload",
  ],
  ["api", true, "dynamodb:Query", () => `${table("Ledger")}/index/by_owner`],
  ["api", true, "dynamodb:PutItem", () => table("UploadRecords")],
  ["api", false, "sts:AssumeRole", () => "arn:aws:iam::123456789012:role/other"],
  ["api", false, "s3:PutObject", () => `${bucket("Staging")}/dev/a`],
  ["api", false, "s3:GetObject", () => `${bucket("Staging")}/dev/a`],
  ["api", false, "s3:PutObject", () => `${bucket("Archive")}/dev/a`],
  ["api", false, "s3:ListBucket", () => bucket("Archive")],
  ["api", false, "dynamodb:PutItem", () => table("Ledger")],
  ["api", false, "dynamodb:UpdateItem", () => table("Ledger")],
  ["api", false, "dynamodb:Scan", () => table("Ledger")],
  ["api", true, "lambda:GetFunctionConfiguration", () => fn("Visits")],
  ["api", true, "s3:ListBucketVersions", () => bucket("State")],
  ["api", true, "s3:GetObjectVersion", () => `${bucket("State")}/configuration.json`],
  ["api", false, "lambda:UpdateFunctionConfiguration", () => fn("Visits")],
  ["api", false, "lambda:GetFunctionConfiguration", () => fn("Visit")],
  ["api", false, "lambda:GetFunctionConfiguration", () => fn("Primes")],
  ["api", false, "lambda:InvokeFunction", () => fn("Visit")],
  ["api", false, "s3:GetObjectVersion", () => `${bucket("State")}/other.json`],
  ["api", false, "s3:PutObject", () => `${bucket("State")}/configuration.json`],
  ["api", false, "dynamodb:PutItem", () => table("StateTable")],
  ["api", false, "dynamodb:Scan", () => table("StateTable")],
  ["upload", true, "s3:PutObject", () => `${bucket("Staging")}/dev/a`],
  ["upload", true, "s3:AbortMultipartUpload", () => `${bucket("Staging")}/dev/a`],
  ["upload", false, "s3:PutObject", () => `${bucket("Archive")}/dev/a`],
  ["upload", false, "s3:GetObject", () => `${bucket("Staging")}/dev/a`],
  ["upload", false, "s3:ListBucket", () => bucket("Staging")],
  ["upload", false, "s3:PutObjectAcl", () => `${bucket("Staging")}/dev/a`],
  ["visit", true, "lambda:UpdateFunctionConfiguration", () => fn("Visits")],
  ["visit", false, "lambda:UpdateFunctionCode", () => fn("Visits")],
  ["visit", false, "lambda:UpdateFunctionConfiguration", () => fn("Primes")],
  ["visits", true, "lambda:GetFunctionConfiguration", () => fn("Visits")],
  ["visits", false, "lambda:UpdateFunctionConfiguration", () => fn("Visits")],
  ["configuration", true, "s3:PutObject", () => `${bucket("State")}/configuration.json`],
  ["configuration", false, "s3:PutObject", () => `${bucket("State")}/other.json`],
  ["configuration", false, "s3:DeleteObject", () => `${bucket("State")}/configuration.json`],
  ["primes", false, "dynamodb:Scan", () => table("StateTable")],
  ["primes", false, "dynamodb:GetItem", () => table("Ledger")],
];

describe("each role", () => {
  test.each(matrix)("%s, may it (%s): %s", (role, expected, action, resource) => {
    expect(allows(policiesOf(roles[role]), action, resource())).toBe(expected);
  });

  test.each([
    ["primes", true],
    ["primes#0f1e/0", true],
    ["another function's", false],
  ])("that keeps a map reaches its own items alone: %s, %s", (key, expected) => {
    const keys = { "dynamodb:LeadingKeys": key };
    const allowed = allows(policiesOf(roles.primes), "dynamodb:PutItem", table("StateTable"), keys);
    expect(allowed).toBe(expected);
  });

  test.each([
    ["primes", true],
    ["primes#0f1e/0", true],
    ["another function's", false],
  ])("that shows a map reads its items alone: %s, %s", (key, expected) => {
    const keys = { "dynamodb:LeadingKeys": key };
    const may = (action: string) =>
      allows(policiesOf(roles.api), action, table("StateTable"), keys);
    expect([may("dynamodb:GetItem"), may("dynamodb:BatchGetItem")]).toEqual([expected, expected]);
    expect(may("dynamodb:BatchWriteItem")).toBe(false);
  });

  test("of uploads trusts the API's role alone", () => {
    const trust = String(
      theOne(graph, "aws:iam/role:Role", roles.upload).inputs["assumeRolePolicy"],
    );
    const { Statement } = JSON.parse(trust) as { Statement: { Principal: { AWS: string[] } }[] };
    expect(Statement.map(({ Principal }) => Principal.AWS)).toEqual([
      [expect.stringMatching(/^arn:aws:iam::123456789012:role\/switchyard-production-ApiRole-/)],
    ]);
  });
});
