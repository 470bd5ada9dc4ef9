import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { mustAnswer, mustBe, mustRefuse } from "../expect.ts";
import { makeBucket } from "../make/bucket.ts";
import { makeQueue } from "../make/queue.ts";
import { differs, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const bucketProbes = probes("Settings of buckets", {
  "buckets.names": ["Names that AWS doesn't allow are refused", names],
  "buckets.missing": ["A missing bucket is told from an empty one", missing],
  "buckets.cors-preflight": ["The CORS rules answer the preflight", preflight],
  "buckets.cors-answer": ["The CORS rules put headers on the answer", corsAnswer],
  "buckets.lifecycle": ["Lifecycle rules come back as they were set", lifecycle],
  "buckets.encryption": ["Objects are encrypted by default", encryption],
  "buckets.public-block": ["With public access blocked a public policy is refused", publicBlock],
  "buckets.tags": ["Tags come back as they were set", tags],
  "buckets.notification-check": ["Notifying a queue that refuses is refused", notificationCheck],
});

async function names(world: World) {
  for (const Bucket of ["ab", "Upper-Case", "under_score", "a..b", "192.168.0.1", "x".repeat(64)]) {
    const create = world.s3.send(new CreateBucketCommand({ Bucket }));
    await mustRefuse(create, Bucket.length > 20 ? "64 characters" : Bucket, "InvalidBucketName");
  }
}

async function missing(world: World) {
  const Bucket = world.name("missing");
  await mustRefuse(world.s3.send(new HeadBucketCommand({ Bucket })), "HEAD", "NotFound");
  const put = world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "" }));
  await mustRefuse(put, "PUT", "NoSuchBucket");
}

const origin = "https://app.example.com";

async function withCors(world: World) {
  const Bucket = await makeBucket(world);
  const rule = {
    AllowedOrigins: [origin],
    AllowedMethods: ["PUT", "POST"],
    AllowedHeaders: ["content-type", "x-amz-*"],
    ExposeHeaders: ["ETag"],
    MaxAgeSeconds: 600,
  };
  const CORSConfiguration = { CORSRules: [rule] };
  await world.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
  return Bucket;
}

async function preflight(world: World) {
  const url = `${world.endpoint}/${await withCors(world)}/a`;
  const ask = (from: string, method: string, headers = "content-type") =>
    fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: from,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
      },
    });
  const allowed = await ask(origin, "PUT");
  mustAnswer(allowed.status, [200], "the configured origin");
  mustBe(allowed.headers.get("access-control-allow-origin"), origin, "the origin it allows");
  mustBe(allowed.headers.get("access-control-max-age"), "600", "how long it allows");
  mustAnswer((await ask("https://evil.example", "PUT")).status, [403], "another origin");
  mustAnswer((await ask(origin, "DELETE")).status, [403], "another method");
  mustAnswer((await ask(origin, "PUT", "x-other")).status, [403], "another header");
}

async function corsAnswer(world: World) {
  const Bucket = await withCors(world);
  const url = await getSignedUrl(world.s3, new PutObjectCommand({ Bucket, Key: "a" }));
  const put = (from: string) => fetch(url, { method: "PUT", body: "x", headers: { origin: from } });
  const { headers } = await put(origin);
  const exposed = headers.get("access-control-expose-headers")?.toLowerCase();
  if (exposed === undefined) differs("the answer exposes nothing");
  mustBe(exposed.includes("etag"), true, "it exposes ETag");
  mustBe(headers.get("access-control-allow-origin"), origin, "the origin it allows");
  const other = (await put("https://evil.example")).headers.get("access-control-allow-origin");
  mustBe(other, null, "the origin it allows another");
}

async function lifecycle(world: World) {
  const Bucket = await makeBucket(world);
  const rules = [
    {
      ID: "incomplete",
      Status: "Enabled",
      Filter: { Prefix: "" },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
    {
      ID: "leftovers",
      Status: "Enabled",
      Filter: { Prefix: "uploads/" },
      Expiration: { Days: 14 },
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    },
    {
      ID: "cold",
      Status: "Enabled",
      Filter: { Prefix: "" },
      Transitions: [{ Days: 30, StorageClass: "STANDARD_IA" }],
    },
  ] as const;
  const LifecycleConfiguration = { Rules: rules.map((rule) => structuredClone(rule) as never) };
  const put = { Bucket, LifecycleConfiguration };
  await world.s3.send(new PutBucketLifecycleConfigurationCommand(put));
  const { Rules } = await world.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  mustBe(Rules, rules, "the rules");
}

async function encryption(world: World) {
  const Bucket = await makeBucket(world);
  const put = await world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }));
  mustBe(put.ServerSideEncryption, "AES256", "the answer to PUT");
  const got = await world.s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const [rule] = got.ServerSideEncryptionConfiguration?.Rules ?? [];
  mustBe(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, "AES256", "the bucket's rule");
}

async function publicBlock(world: World) {
  const Bucket = await makeBucket(world);
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  const set = { Bucket, PublicAccessBlockConfiguration };
  await world.s3.send(new PutPublicAccessBlockCommand(set));
  const got = await world.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  mustBe(got.PublicAccessBlockConfiguration, PublicAccessBlockConfiguration, "the settings");
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const open = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [open] });
  const put = world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await mustRefuse(put, "a public policy", "AccessDenied");
}

async function tags(world: World) {
  const Bucket = await makeBucket(world);
  const TagSet = [{ Key: "stage", Value: "dev" }];
  await world.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const got = await world.s3.send(new GetBucketTaggingCommand({ Bucket }));
  mustBe(got.TagSet, TagSet, "the tags");
}

async function notificationCheck(world: World) {
  const Bucket = await makeBucket(world);
  const Principal = { AWS: `arn:aws:iam::${world.accountId}:root` };
  const own = { Effect: "Allow", Principal, Action: "sqs:*", Resource: "*" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [own] });
  const closed = await makeQueue(world, { Policy });
  const notify = (QueueArn: string) =>
    world.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: [{ QueueArn, Events: ["s3:ObjectCreated:*"] }],
        },
      }),
    );
  await mustRefuse(notify(`${closed.arn}-missing`), "a missing queue", "InvalidArgument");
  await mustRefuse(notify(closed.arn), "a queue whose policy doesn't allow it", "InvalidArgument");
}
