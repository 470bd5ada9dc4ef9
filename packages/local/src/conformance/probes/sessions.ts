import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { mustAllow, mustAnswer, mustBe, mustRefuse } from "../expect.ts";
import { makeBucket, putText, readText } from "../make/bucket.ts";
import { actAs, assume, makeRole, policy } from "../make/role.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

const denied = ["AccessDenied", "AccessDeniedException"] as const;
const minute = 60_000;

export const sessionProbes = probes("Sessions and signatures", {
  "sts.identity": ["A session says who it is, with its name", identity],
  "sts.trust": ["Only whom a role trusts may assume it", trust],
  "sts.session-policy": ["A session's policy narrows its role's", sessionPolicy],
  "sts.session-policy-size": ["A session policy over 2,048 characters is refused", policySize],
  "sts.max-duration": ["A session can't be longer than its role allows", maxDuration],
  "sts.chaining": ["A session of a session lasts an hour at most", chaining],
  "sigv4.secret": ["A wrong secret key is refused", wrongSecret],
  "sigv4.root-secret": ["… also with the account's own access key", rootSecret],
  "sigv4.key": ["An unknown access key is refused", unknownKey],
  "sigv4.token": ["Temporary keys without their token are refused", missingToken],
  "sigv4.clock": ["A request signed 20 minutes off is refused", wrongClock],
  "sigv4.unsigned": ["A request without a signature is refused", unsigned],
});

async function identity(world: World) {
  const arn = await makeRole(world, []);
  const session = world.as(await assume(world, arn, { RoleSessionName: "a+b=c,d.e@f-g_h" }));
  const { Arn } = await session.sts.send(new GetCallerIdentityCommand({}));
  const role = arn.split("/").at(-1);
  const expected = `arn:aws:sts::${world.accountId}:assumed-role/${role}/a+b=c,d.e@f-g_h`;
  mustBe(Arn === expected, true, "the caller is the session");
}

async function trust(world: World) {
  const Resource = "*";
  const caller = await makeRole(world, [{ Action: "sts:AssumeRole", Resource }]);
  const session = world.as(await assume(world, caller));
  const trusting = await makeRole(world, [], { AWS: caller });
  const other = await makeRole(world, [], { Service: "lambda.amazonaws.com" });
  await mustAllow(assume(session, trusting), "a role that trusts it");
  await mustRefuse(assume(session, other), "a role that doesn't", ...denied);
}

async function sessionPolicy(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "one");
  await putText(world, bucket, "two");
  const all = `arn:aws:s3:::${bucket}/*`;
  const role = await makeRole(world, [{ Action: ["s3:GetObject", "s3:PutObject"], Resource: all }]);
  const Policy = policy({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/one` });
  const session = world.as(await assume(world, role, { Policy }));
  await mustAllow(readText(session, bucket, "one"), "its key");
  await mustRefuse(readText(session, bucket, "two"), "another key", ...denied);
  await mustRefuse(putText(session, bucket, "one"), "another action", ...denied);
}

async function policySize(world: World) {
  const role = await makeRole(world, []);
  const Resource = `arn:aws:s3:::bucket/${"x".repeat(2_048)}`;
  const Policy = policy({ Action: "s3:GetObject", Resource });
  await mustRefuse(assume(world, role, { Policy }), "2,100 characters");
}

async function maxDuration(world: World) {
  const role = await makeRole(world, []);
  await mustAllow(assume(world, role, { DurationSeconds: 3_600 }), "an hour");
  const long = assume(world, role, { DurationSeconds: 7_200 });
  await mustRefuse(long, "two hours", "ValidationError");
  const short = assume(world, role, { DurationSeconds: 60 });
  await mustRefuse(short, "a minute", "ValidationError");
}

async function chaining(world: World) {
  const Resource = "*";
  const caller = await makeRole(world, [{ Action: "sts:AssumeRole", Resource }]);
  const session = world.as(await assume(world, caller));
  const next = await makeRole(world, [], { AWS: caller });
  await mustAllow(assume(session, next, { DurationSeconds: 3_600 }), "an hour");
  const long = assume(session, next, { DurationSeconds: 3_601 });
  await mustRefuse(long, "more than an hour", "ValidationError");
}

async function reader(world: World) {
  const Action = ["s3:ListBucket", "s3:GetObject", "dynamodb:ListTables"];
  return assume(world, await makeRole(world, [{ Action, Resource: "*" }]));
}

async function wrongSecret(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "a");
  const keys = await reader(world);
  await mustAllow(readText(world.as(keys), bucket, "a"), "the right key");
  const thief = world.as({ ...keys, secretAccessKey: "wrong" });
  await mustRefuse(readText(thief, bucket, "a"), "S3", "SignatureDoesNotMatch");
  const dynamodb = thief.dynamodb.send(new ListTablesCommand({}));
  await mustRefuse(dynamodb, "DynamoDB", "InvalidSignatureException");
}

async function rootSecret(world: World) {
  const thief = world.as({ ...world.keys, secretAccessKey: "wrong" });
  const s3 = thief.s3.send(new ListBucketsCommand({}));
  await mustRefuse(s3, "S3", "SignatureDoesNotMatch");
}

async function unknownKey(world: World) {
  const stranger = world.as({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" });
  const s3 = stranger.s3.send(new ListBucketsCommand({}));
  await mustRefuse(s3, "S3", "InvalidAccessKeyId");
  const dynamodb = stranger.dynamodb.send(new ListTablesCommand({}));
  await mustRefuse(dynamodb, "DynamoDB", "UnrecognizedClientException");
}

async function missingToken(world: World) {
  const role = await makeRole(world, [{ Action: "s3:ListAllMyBuckets", Resource: "*" }]);
  const { accessKeyId, secretAccessKey } = await assume(world, role);
  const half = world.as({ accessKeyId, secretAccessKey });
  const list = half.s3.send(new ListBucketsCommand({}));
  await mustRefuse(list, "S3", "InvalidAccessKeyId", "InvalidToken");
}

async function wrongClock(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "a");
  const late = world.as(await reader(world), { systemClockOffset: -20 * minute });
  await mustRefuse(readText(late, bucket, "a"), "S3", "RequestTimeTooSkewed");
}

async function unsigned(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "a");
  const at = (path: string) => `${world.endpoint}/${path}`;
  mustAnswer((await fetch(at(`${bucket}/a`))).status, [403], "reading a private object");
  const put = await fetch(at(`${bucket}/b`), { method: "PUT", body: "x" });
  mustAnswer(put.status, [403], "writing one");
  const make = await fetch(at(world.name("bucket")), { method: "PUT" });
  mustAnswer(make.status, [403], "making a bucket");
  const role = await actAs(world);
  await mustRefuse(readText(role, bucket, "a"), "a role without a policy", ...denied);
}
