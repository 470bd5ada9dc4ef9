import { describe, expect, test } from "vitest";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const graph = synthesised("production");

const nameOf = (bucket: "Staging" | "Archive") =>
  theOne(graph, "aws:s3/bucket:Bucket", new RegExp(`^${bucket}Bucket$`)).inputs["bucket"];
const inputsOf = (type: string, bucket: "Staging" | "Archive") =>
  ofType(graph, type).find(({ inputs }) => inputs["bucket"] === nameOf(bucket))?.inputs;

describe.each(["Staging", "Archive"] as const)("the bucket %s", (bucket) => {
  test("keeps every version", () => {
    expect(inputsOf("aws:s3/bucketVersioning:BucketVersioning", bucket)).toMatchObject({
      versioningConfiguration: { status: "Enabled" },
    });
  });

  test("is private", () => {
    expect(
      inputsOf("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket),
    ).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  test("is encrypted", () => {
    const type =
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    expect(inputsOf(type, bucket)).toMatchObject({
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  });

  test("answers over TLS only, and has no other policy", () => {
    const { policy } = inputsOf("aws:s3/bucketPolicy:BucketPolicy", bucket) as { policy: string };
    const { Statement } = JSON.parse(policy) as {
      Statement: { Effect: string; Condition: object }[];
    };
    expect(Statement).toHaveLength(1);
    expect(Statement[0]).toMatchObject({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": ["false"] } },
    });
  });
});

describe("staging", () => {
  test("gives up unfinished uploads after a day, and leftovers long after an alarm", () => {
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    const { rules } = inputsOf(type, "Staging") as { rules: object[] };
    expect(rules).toEqual([
      expect.objectContaining({ abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }),
      expect.objectContaining({
        expiration: { days: 14 },
        noncurrentVersionExpiration: { noncurrentDays: 14 },
      }),
    ]);
  });

  test("announces what is created and what expires, each to its queue", () => {
    const { queues } = inputsOf("aws:s3/bucketNotification:BucketNotification", "Staging") as {
      queues: { queueArn: string; events: string[] }[];
    };
    expect(queues.map(({ queueArn, events }) => [queueArn.split("-").at(-2), events])).toEqual([
      ["UploadsQueue", ["s3:ObjectCreated:*"]],
      ["ExpirationsQueue", ["s3:LifecycleExpiration:*"]],
    ]);
  });
});

describe("the archive", () => {
  test("moves files to the cheaper class", () => {
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    expect(inputsOf(type, "Archive")).toMatchObject({
      rules: [
        { abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
        { transitions: [{ days: 90, storageClass: "STANDARD_IA" }] },
      ],
    });
  });
});
