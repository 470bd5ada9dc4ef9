import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { queueObjects } from "@switchyard/core/orchestration/worker/objects.ts";
import { expect, test } from "vitest";
import { clientOf } from "../../models/client.ts";
import { seededRandom } from "../../models/random.ts";
import { s3Model } from "../../models/s3/s3.ts";

/** The queue bucket and another, in memory. */
async function buckets() {
  const s3 = clientOf<S3Client>(s3Model({ now: () => 0, random: seededRandom(1) }));
  for (const Bucket of ["queue-bucket", "other-bucket"])
    await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body: string, Bucket = "queue-bucket") =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return { s3, put, objects: queueObjects("queue-bucket", s3) };
}

test("what is written is read", async () => {
  const { s3, objects } = await buckets();
  await objects.write("results/t/n.json", '{"rows":[1,2]}');
  expect(await objects.read("results/t/n.json")).toEqual({ rows: [1, 2] });
  const stored = { Bucket: "queue-bucket", Key: "results/t/n.json" };
  const { ContentType } = await s3.send(new GetObjectCommand(stored));
  expect(ContentType).toBe("application/json");
});

test.each([
  ["is gone", "gone"],
  ["is no JSON", "broken"],
  ["is empty", "empty"],
  ["is another bucket's", "elsewhere"],
])("what %s is a typed error that names the key", async (_, key) => {
  const { put, objects } = await buckets();
  await put("broken", "{");
  await put("empty", "");
  await put("elsewhere", "{}", "other-bucket");
  await expect(objects.read(key)).rejects.toMatchObject({
    code: "worker.payload_unreadable",
    message: expect.stringContaining(key) as unknown,
  });
});
