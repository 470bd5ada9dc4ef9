import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { createSubjectBucket } from "../../contract/s3/subject.ts";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { trusted } from "../trusted.ts";
import { type StoredBody } from "./body.ts";
import { s3Model } from "./s3.ts";

const Bucket = "things";

async function bucket() {
  const told: string[] = [];
  const context = { now: () => Date.UTC(2026, 0, 1), random: seededRandom(1) };
  const limits = { single: 10, part: 1 };
  const model = s3Model(context, { limits, deliver: (arn, body) => told.push(`${arn} ${body}`) });
  const s3 = clientOf<S3Client>(model);
  await createSubjectBucket(s3, Bucket);
  return { s3, model, told };
}

describe("bodies", () => {
  test("of a stream whose length isn't said are refused, as S3 does", async () => {
    const { s3 } = await bucket();
    const Body = Readable.from([Buffer.from("x")]);
    const put = s3.send(new PutObjectCommand({ Bucket, Key: "a", Body }));
    await expect(put).rejects.toMatchObject({ name: "NotImplemented" });
  });
  test("of a stream can be sent once only", async () => {
    const { model } = await bucket();
    const Body = Readable.from([Buffer.from("x")]);
    const put = new PutObjectCommand({ Bucket, Key: "a", Body, ContentLength: 1 });
    expect((await model.prepare(put)).once).toBe(true);
    expect((await model.prepare(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }))).once).toBe(
      false,
    );
  });
  test("are read when the command is sent, not when it arrives", async () => {
    const { s3, model } = await bucket();
    const Body = Buffer.from("before");
    const request = await model.prepare(new PutObjectCommand({ Bucket, Key: "a", Body }));
    Body.write("after!");
    await request.apply();
    const { Body: stored } = await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    expect(await stored?.transformToString()).toBe("before");
  });
  test("that are torn give their first bytes, then a broken connection", async () => {
    const { s3, model } = await bucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "0123456789" }));
    const request = await model.prepare(new GetObjectCommand({ Bucket, Key: "a" }));
    const answer = trusted<{ Body: StoredBody }>(request.apply());
    answer.Body.tornAt = 4;
    const { Body } = trusted<{ Body: Readable }>(request.decode(answer));
    const seen: string[] = [];
    const read = async () => {
      for await (const piece of Body) seen.push(String(piece));
    };
    await expect(read()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(seen).toEqual(["0123"]);
  });
});

describe("limits and borders", () => {
  test("what is larger than one copy may be is refused", async () => {
    const { s3, model } = await bucket();
    expect(model).toBeDefined();
    const put = s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "01234567890" }));
    await expect(put).rejects.toMatchObject({ name: "EntityTooLarge" });
  });
  test("headers carry Latin-1 only: Node refuses the rest before it is sent", async () => {
    const { s3 } = await bucket();
    const Metadata = { name: "日本" };
    const put = s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", Metadata }));
    await expect(put).rejects.toMatchObject({ code: "ERR_INVALID_CHAR" });
    const CopySource = `${Bucket}/日本`;
    const copy = s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource }));
    await expect(copy).rejects.toMatchObject({ code: "ERR_INVALID_CHAR" });
  });
  test("a plus sign in a copy's source is a space", async () => {
    const { s3 } = await bucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: "a b", Body: "x" }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/a+b` }));
  });
  test("an operation or a notification that isn't modelled says so", async () => {
    const { s3 } = await bucket();
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toThrow(/doesn't have ListBuckets/);
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    const put = new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration,
    });
    await expect(s3.send(put)).rejects.toThrow(/doesn't have notifications by EventBridge/);
  });
});

test("a lifecycle rule hides or removes, and tells it as its own doing", async () => {
  const { s3, model, told } = await bucket();
  const QueueConfigurations = [{ QueueArn: "arn", Events: ["s3:LifecycleExpiration:*" as const] }];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }));
  model.expire(Bucket, "a");
  model.expire(Bucket, "a", VersionId);
  const names = told.flatMap((body) => /"eventName":"([^"]*)"/.exec(body)?.[1] ?? "test event");
  expect(names).toEqual([
    "test event",
    "LifecycleExpiration:DeleteMarkerCreated",
    "LifecycleExpiration:Delete",
  ]);
});
