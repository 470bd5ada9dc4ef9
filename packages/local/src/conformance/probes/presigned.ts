import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type Clients } from "../clients.ts";
import { mustAnswer, mustBe } from "../expect.ts";
import { makeBucket, putText, readText } from "../make/bucket.ts";
import { actAs } from "../make/role.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

export const presignedProbes = probes("Presigned URLs", {
  "presign.type": ["A signed content type is the only one accepted", signedType],
  "presign.size": ["A signed size is the only one accepted", signedSize],
  "presign.checksum": ["A signed SHA-256 must be the body's", signedChecksum],
  "presign.once": ["A signed If-None-Match keeps what is there", signedOnce],
  "presign.expiry": ["An expired URL is refused", expiry],
  "presign.tampered": ["A URL for another key or method is refused", tampered],
  "presign.role": ["A URL may no more than its signer", signerLimits],
  "presign.part": ["A part of a multipart upload can be presigned", part],
  "presign.attachment": ["A GET may set how it is served", attachment],
  "presign.v2": ["A URL with a wrong signature of version 2 is refused", versionTwo],
});

interface Signed {
  readonly bucket: string;
  readonly url: string;
}

interface SignOptions {
  readonly expiresIn?: number;
  /** The headers that are signed, in lower case. */
  readonly headers?: readonly string[];
  readonly s3?: Clients["s3"];
}

async function signPut(
  world: World,
  input: Partial<PutObjectCommandInput> = {},
  { expiresIn = 60, headers = [], s3 = world.s3 }: SignOptions = {},
): Promise<Signed> {
  const bucket = await makeBucket(world);
  const command = new PutObjectCommand({ Bucket: bucket, Key: "a.txt", ...input });
  const signableHeaders = new Set(headers);
  const unhoistableHeaders = new Set(headers);
  const url = await getSignedUrl(s3, command, { expiresIn, signableHeaders, unhoistableHeaders });
  return { bucket, url };
}

async function put(url: string, body: string, headers: Record<string, string> = {}) {
  return (await fetch(url, { method: "PUT", body, headers })).status;
}

async function signedType(world: World) {
  const { url, bucket } = await signPut(
    world,
    { ContentType: "text/csv" },
    { headers: ["content-type"] },
  );
  mustAnswer(await put(url, "a", { "content-type": "text/html" }), [403], "another type");
  mustAnswer(await put(url, "a", { "content-type": "text/csv" }), [200], "the signed type");
  mustBe(await readText(world, bucket, "a.txt"), "a", "what is stored");
}

async function signedSize(world: World) {
  const { url } = await signPut(world, { ContentLength: 3 }, { headers: ["content-length"] });
  mustAnswer(await put(url, "four"), [403], "another size");
  mustAnswer(await put(url, "abc"), [200], "the signed size");
}

async function signedChecksum(world: World) {
  const ChecksumSHA256 = createHash("sha256").update("right").digest("base64");
  const headers = ["x-amz-checksum-sha256"];
  const { url } = await signPut(world, { ChecksumSHA256 }, { headers });
  const sent = { "x-amz-checksum-sha256": ChecksumSHA256 };
  mustAnswer(await put(url, "wrong", sent), [400], "another body");
  mustAnswer(await put(url, "right", sent), [200], "the right body");
}

async function signedOnce(world: World) {
  const { url } = await signPut(world, { IfNoneMatch: "*" }, { headers: ["if-none-match"] });
  const once = { "if-none-match": "*" };
  mustAnswer(await put(url, "a"), [403], "without the signed header");
  mustAnswer(await put(url, "a", once), [200], "the first");
  mustAnswer(await put(url, "b", once), [412], "the second");
}

async function expiry(world: World) {
  const { url } = await signPut(world, {}, { expiresIn: 1 });
  await sleep(2_500);
  mustAnswer(await put(url, "a"), [403], "after it expired");
}

async function tampered(world: World) {
  const { url } = await signPut(world);
  mustAnswer(await put(url.replace("/a.txt?", "/b.txt?"), "a"), [403], "another key");
  mustAnswer((await fetch(url, { method: "DELETE" })).status, [403], "another method");
  const longer = url.replace("X-Amz-Expires=60", "X-Amz-Expires=600");
  mustAnswer(await put(longer, "a"), [403], "a longer life");
}

async function signerLimits(world: World) {
  const role = await actAs(world, { Action: "s3:GetObject", Resource: "*" });
  const { url } = await signPut(world, {}, { s3: role.s3 });
  mustAnswer(await put(url, "a"), [403], "signed by a role that may not");
}

async function part(world: World) {
  const bucket = await makeBucket(world);
  const object = { Bucket: bucket, Key: "big" };
  const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand(object));
  const first = new UploadPartCommand({ ...object, UploadId, PartNumber: 1 });
  const url = await getSignedUrl(world.s3, first, { expiresIn: 60 });
  const answer = await fetch(url, { method: "PUT", body: "part" });
  mustAnswer(answer.status, [200], "the part");
  mustBe(answer.headers.get("etag") !== null, true, "the part has an ETag");
  const other = url.replace("partNumber=1", "partNumber=2");
  mustAnswer(await put(other, "part"), [403], "another part");
}

async function attachment(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "page.html");
  const get = new GetObjectCommand({
    Bucket: bucket,
    Key: "page.html",
    ResponseContentDisposition: 'attachment; filename="page.html"',
    ResponseContentType: "text/plain",
  });
  const { headers } = await fetch(await getSignedUrl(world.s3, get, { expiresIn: 60 }));
  const served = [headers.get("content-disposition"), headers.get("content-type")];
  mustBe(served, ['attachment; filename="page.html"', "text/plain"], "its headers");
}

async function versionTwo(world: World) {
  const bucket = await makeBucket(world);
  await putText(world, bucket, "a");
  const query = new URLSearchParams({
    AWSAccessKeyId: world.keys.accessKeyId,
    Expires: String(Math.floor(Date.now() / 1_000) + 60),
    Signature: "bm90IHRoZSBzaWduYXR1cmU=",
  });
  const { status } = await fetch(`${world.endpoint}/${bucket}/a?${query.toString()}`);
  mustAnswer(status, [403], "a wrong signature");
}
