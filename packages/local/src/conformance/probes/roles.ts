import { BatchGetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { SendMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { mustAllow, mustBe, mustRefuse, outcomeOf } from "../expect.ts";
import { makeBucket, putText, readText } from "../make/bucket.ts";
import { makeQueue } from "../make/queue.ts";
import { actAs } from "../make/role.ts";
import { makeTable } from "../make/table.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

const denied = ["AccessDenied", "AccessDeniedException", "HTTP 403"] as const;
const anyone = "*";

export const roleProbes = probes("Roles and policies", {
  "iam.role": ["A role may do only what its policy allows", roleIsLimited],
  "iam.deny": ["A statement that denies beats one that allows", denyWins],
  "iam.condition": ["Conditions count (s3:prefix)", conditionCounts],
  "iam.leading-keys": ["dynamodb:LeadingKeys limits a role to its items", leadingKeys],
  "iam.bucket-policy": ["A bucket's policy refuses what a role's allows", bucketPolicy],
  "iam.secure-transport": ["A policy by aws:SecureTransport refuses plain HTTP", secureTransport],
  "iam.queue-policy": ["A queue's policy refuses what a role's allows", queuePolicy],
  "iam.missing-object": ["Without ListBucket a missing object is 403, not 404", missingObject],
});

async function roleIsLimited(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "mine/a");
  await putText(world, bucket, "other/a");
  const Resource = `arn:aws:s3:::${bucket}/mine/*`;
  const role = await actAs(world, { Action: "s3:GetObject", Resource });
  await mustAllow(readText(role, bucket, "mine/a"), "what is allowed");
  await mustRefuse(readText(role, bucket, "other/a"), "another key", ...denied);
  await mustRefuse(putText(role, bucket, "mine/b"), "another action", ...denied);
}

async function denyWins(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "a");
  const Resource = `arn:aws:s3:::${bucket}/*`;
  const deny = { Effect: "Deny", Action: "s3:DeleteObject", Resource } as const;
  const role = await actAs(world, { Action: "s3:*", Resource }, deny);
  await mustAllow(readText(role, bucket, "a"), "reading");
  const remove = role.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "a" }));
  await mustRefuse(remove, "deleting", ...denied);
}

async function conditionCounts(world: World) {
  const bucket = await makeBucket(world);
  const role = await actAs(world, {
    Action: "s3:ListBucket",
    Resource: `arn:aws:s3:::${bucket}`,
    Condition: { StringLike: { "s3:prefix": "mine/*" } },
  });
  const list = (Prefix?: string) =>
    role.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
  await mustAllow(list("mine/"), "listing its prefix");
  await mustRefuse(list(), "listing all", ...denied);
}

async function leadingKeys(world: World) {
  const table = await makeTable(world);
  const role = await actAs(world, {
    Action: ["dynamodb:PutItem", "dynamodb:BatchGetItem"],
    Resource: "*",
    Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine"] } },
  });
  const put = (key: string) =>
    role.dynamodb.send(new PutItemCommand({ TableName: table, Item: { pk: { S: key } } }));
  await mustAllow(put("mine"), "its own item");
  await mustRefuse(put("other"), "another's item", ...denied);
  const Keys = ["mine", "other"].map((pk) => ({ pk: { S: pk } }));
  const both = role.dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
  await mustRefuse(both, "a batch with another's item", ...denied);
}

async function bucketPolicy(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "open");
  await putText(world, bucket, "closed");
  const Resource = `arn:aws:s3:::${bucket}/*`;
  const role = await actAs(world, { Action: "s3:GetObject", Resource });
  const statement = { Effect: "Deny", Principal: anyone, Action: "s3:GetObject" };
  const Statement = [{ ...statement, Resource: `arn:aws:s3:::${bucket}/closed` }];
  await setPolicy(world, bucket, Statement);
  await mustAllow(readText(role, bucket, "open"), "another key");
  await mustRefuse(readText(role, bucket, "closed"), "the key that is denied", ...denied);
}

async function secureTransport(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "a");
  const role = await actAs(world, { Action: "s3:GetObject", Resource: "*" });
  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  const statement = { Effect: "Deny", Principal: anyone, Action: "s3:*", Condition };
  await setPolicy(world, bucket, [{ ...statement, Resource: `arn:aws:s3:::${bucket}/*` }]);
  await mustRefuse(readText(role, bucket, "a"), "reading by plain HTTP", ...denied);
}

async function setPolicy(world: World, Bucket: string, Statement: readonly object[]) {
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

async function queuePolicy(world: World) {
  const queue = await makeQueue(world);
  const role = await actAs(world, { Action: "sqs:SendMessage", Resource: queue.arn });
  const send = () =>
    role.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "a" }));
  await mustAllow(send(), "before the policy");
  const statement = { Effect: "Deny", Principal: anyone, Action: "sqs:SendMessage" };
  const Statement = [{ ...statement, Resource: queue.arn }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const set = { QueueUrl: queue.url, Attributes: { Policy } };
  await world.sqs.send(new SetQueueAttributesCommand(set));
  await mustRefuse(send(), "sending", ...denied);
}

async function missingObject(world: World) {
  const bucket = await makeBucket(world);
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const reader = await actAs(world, { Action: "s3:GetObject", Resource });
  const lister = await actAs(world, { Action: ["s3:GetObject", "s3:ListBucket"], Resource });
  const object = { Bucket: bucket, Key: "missing" };
  const get = reader.s3.send(new GetObjectCommand(object));
  mustBe(await outcomeOf(get), "AccessDenied", "GET without ListBucket");
  const found = lister.s3.send(new GetObjectCommand(object));
  mustBe(await outcomeOf(found), "NoSuchKey", "GET with ListBucket");
  const head = lister.s3.send(new HeadObjectCommand(object));
  mustBe(await outcomeOf(head), "NotFound", "HEAD with ListBucket");
}
