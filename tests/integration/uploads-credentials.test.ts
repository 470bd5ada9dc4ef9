import { randomUUID } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { capability } from "../../packages/local/src/conformance/capability.ts";
import { callApi, clients, stack } from "./stack.ts";
import { ask } from "./upload-calls.ts";

const { staging, archive, uploadRole } = stack().outputs;
const Body = "name,size\nBerlin,3\n";
const newKey = () => `credentials-${randomUUID()}/report.csv`;

/** What the granted keys can do, by a client's own S3 library. */
async function granted(request: object) {
  const answer = await ask("/uploads/credentials", request);
  const { expiration, ...keys } = answer.credentials;
  return { ...answer, expiration, ...clients(keys) };
}

/** Uploads in parts with these keys, and aborts a second upload. */
async function uploadInParts(s3: S3Client, Key: string) {
  const object = { Bucket: staging, Key };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
  const upload = { ...object, UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body }));
  const { Parts } = await s3.send(new ListPartsCommand(upload));
  expect(Parts).toHaveLength(1);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
  const again = await s3.send(new CreateMultipartUploadCommand(object));
  await s3.send(new AbortMultipartUploadCommand({ ...object, UploadId: again.UploadId }));
}

describe("credentials for one file", () => {
  test("can put it, whole and in parts, and say whose they are and when they end", async () => {
    const { s3, sts, key, bucket, expiration } = await granted({ key: newKey(), expiresIn: 900 });
    expect(bucket).toBe(staging);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
    await uploadInParts(s3, key);
    const left = Date.parse(expiration) - Date.now();
    expect(left).toBeGreaterThan(600_000);
    expect(left).toBeLessThanOrEqual(905_000);
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toMatch(/\/dev-[\w-]{8,}$/);
  });

  test.each(["a*.csv", "a?.csv", "${aws:userid}.csv"])(
    "are refused for %s, which would match other keys",
    async (name) => {
      const answer = await callApi("/uploads/credentials", { body: { key: name } });
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ code: "upload.key_invalid" }),
      ]);
    },
  );

  test("are refused for a key whose policy STS would not take", async () => {
    const body = { key: "漢".repeat(335) };
    const answer = await callApi("/uploads/credentials", { body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "upload.policy_too_long" });
  });
});

describe("credentials for a folder", () => {
  test("can put any file below it", async () => {
    const { s3, prefix } = await granted({});
    expect(prefix).toMatch(/^dev\/[\w-]{22}\/$/);
    for (const name of ["a.csv", "deep/b c.csv"]) {
      await s3.send(new PutObjectCommand({ Bucket: staging, Key: `${prefix}${name}`, Body }));
    }
    await uploadInParts(s3, `${prefix}film.mp4`);
  });
  test("are for another folder each time", async () => {
    const [one, two] = [await granted({}), await granted({})];
    expect(one.prefix).not.toBe(two.prefix);
  });
});

describe("the example page's credentials", () => {
  test("can put the key as given, whoever asks", async () => {
    const key = `${randomUUID()}.txt`;
    const answer = await fetch(`${stack().apiUrl}/api/credentials`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key }),
    });
    const given = (await answer.json()) as Record<string, string>;
    expect(Object.keys(given).toSorted()).toEqual([
      "access_key",
      "bucket",
      "region",
      "secret_key",
      "session_token",
    ]);
    const { s3 } = clients({
      accessKeyId: given["access_key"] ?? "",
      secretAccessKey: given["secret_key"] ?? "",
      sessionToken: given["session_token"],
    });
    await s3.send(new PutObjectCommand({ Bucket: given["bucket"], Key: key, Body }));
  });
});

type Reached = Awaited<ReturnType<typeof granted>>;
type Call = (as: Reached, key: string) => Promise<unknown>;
const refusals: Record<string, Call> = {
  "put another key": ({ s3 }) =>
    s3.send(new PutObjectCommand({ Bucket: staging, Key: "dev/other.csv", Body })),
  "put a longer key": ({ s3 }, Key) =>
    s3.send(new PutObjectCommand({ Bucket: staging, Key: `${Key}.bak`, Body })),
  "put another caller's key": ({ s3 }) =>
    s3.send(new PutObjectCommand({ Bucket: staging, Key: "other/report.csv", Body })),
  "put into the archive": ({ s3 }, Key) =>
    s3.send(new PutObjectCommand({ Bucket: archive, Key, Body })),
  "read the file": ({ s3 }, Key) => s3.send(new GetObjectCommand({ Bucket: staging, Key })),
  "delete the file": ({ s3 }, Key) => s3.send(new DeleteObjectCommand({ Bucket: staging, Key })),
  "list the bucket": ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: staging })),
  "open the bucket": ({ s3 }) =>
    s3.send(new PutBucketPolicyCommand({ Bucket: staging, Policy: "{}" })),
  "begin parts of another key": ({ s3 }) =>
    s3.send(new CreateMultipartUploadCommand({ Bucket: staging, Key: "dev/other.csv" })),
  "take the role without its limits": ({ sts }) =>
    sts.send(new AssumeRoleCommand({ RoleArn: uploadRole, RoleSessionName: "wider" })),
};

if (stack().enforcesIam) {
  describe.each([
    ["for one file", () => granted({ key: newKey() }), ({ key }: Reached) => key],
    ["for a folder", () => granted({}), ({ prefix }: Reached) => prefix.slice(0, -1)],
  ] as const)("credentials %s", (_, grant, keyOf) => {
    test.each(Object.entries(refusals))("may not %s", async (__, call) => {
      const reached = await grant();
      await expect(call(reached, keyOf(reached))).rejects.toMatchObject({ name: "AccessDenied" });
    });
  });
} else {
  describe("an emulator that enforces no session policies", () => {
    test("is named so in the conformance table; the policy's own tests judge it", () => {
      expect(capability(stack().kind, "sts.session-policy")).not.toBe("works");
    });
  });
}
