import { setTimeout as sleep } from "node:timers/promises";
import { createPresignedPost, type PresignedPost } from "@aws-sdk/s3-presigned-post";
import { mustAnswer, mustBe } from "../expect.ts";
import { makeBucket, readText } from "../make/bucket.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

export const postProbes = probes("POST policies", {
  "post.upload": ["A form with its policy uploads, and answers 204", upload],
  "post.size": ["content-length-range limits the size, both ways", size],
  "post.type": ["Another content type than the policy's is refused", type],
  "post.key": ["Another key than the policy's is refused", key],
  "post.field": ["A field that the policy doesn't name is refused", field],
  "post.expiry": ["An expired policy is refused", expiry],
  "post.tampered": ["A policy that was changed is refused", tampered],
});

async function signPost(world: World, { Expires = 60 } = {}) {
  const bucket = await makeBucket(world);
  const post = await createPresignedPost(world.s3, {
    Bucket: bucket,
    Key: "a.txt",
    Expires,
    Fields: { "Content-Type": "text/plain" },
    Conditions: [["content-length-range", 2, 5]],
  });
  return { bucket, post };
}

async function send(
  { url, fields }: PresignedPost,
  body: string,
  more: Readonly<Record<string, string>> = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
  form.append("file", new Blob([body]), "file");
  return (await fetch(url, { method: "POST", body: form })).status;
}

async function upload(world: World) {
  const { post, bucket } = await signPost(world);
  mustAnswer(await send(post, "text"), [204], "the upload");
  mustBe(await readText(world, bucket, "a.txt"), "text", "what is stored");
}

async function size(world: World) {
  const { post } = await signPost(world);
  mustAnswer(await send(post, "x"), [400], "a byte too few");
  mustAnswer(await send(post, "123456"), [400], "a byte too many");
  mustAnswer(await send(post, "12345"), [204], "the largest");
}

async function type(world: World) {
  const { post } = await signPost(world);
  mustAnswer(await send(post, "text", { "Content-Type": "text/html" }), [403], "another type");
}

async function key(world: World) {
  const { post } = await signPost(world);
  mustAnswer(await send(post, "text", { key: "b.txt" }), [403], "another key");
}

async function field(world: World) {
  const { post } = await signPost(world);
  mustAnswer(await send(post, "text", { "x-amz-meta-more": "1" }), [403], "another field");
}

async function expiry(world: World) {
  const { post } = await signPost(world, { Expires: 1 });
  await sleep(2_500);
  mustAnswer(await send(post, "text"), [403], "after it expired");
}

async function tampered(world: World) {
  const { post } = await signPost(world);
  const text = Buffer.from(post.fields["Policy"] ?? "", "base64").toString();
  const Policy = Buffer.from(text.replace("2,5]", "2,5000]")).toString("base64");
  mustAnswer(await send(post, "x".repeat(50), { Policy }), [403], "a wider range");
}
