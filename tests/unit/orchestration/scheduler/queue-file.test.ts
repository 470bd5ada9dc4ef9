import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { readLines } from "@switchyard/core/orchestration/scheduler/file/read.ts";
import { writeLines } from "@switchyard/core/orchestration/scheduler/file/write.ts";
import { expect, test } from "vitest";
import { clientOf, withSend } from "../../../models/client.ts";
import { type CommandLike } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { s3Model } from "../../../models/s3/s3.ts";
import { trusted } from "../../../models/trusted.ts";

async function place(blockBytes?: number) {
  const s3 = clientOf<S3Client>(s3Model({ now: () => 0, random: seededRandom(1) }));
  await s3.send(new CreateBucketCommand({ Bucket: "queue" }));
  return { s3, bucket: "queue", key: "tasks.jsonl", blockBytes };
}

/** Lines of several bytes a letter, as many as some megabytes need. */
function* manyLines(count: number) {
  for (let index = 0; index < count; index++) yield `{"ż":"${"日".repeat(30)}${index}"}`;
}

test("many lines go in parts, and come back in blocks, each once", async () => {
  const to = await place();
  let parts = 0;
  await writeLines(manyLines(200_000), { ...to, beforePart: async () => void parts++ });
  expect(parts).toBeGreaterThan(2);
  const wanted = manyLines(200_000);
  let count = 0;
  for await (const { text } of readLines(to, 0)) {
    count++;
    if (text !== wanted.next().value) expect(text).toBe("the line that was written");
  }
  expect(count).toBe(200_000);
});

test("reading goes on at any line, whatever the blocks", async () => {
  const to = await place(7);
  await writeLines(["one", "two and a half", "", "日本"], to);
  const ends: number[] = [];
  for await (const { end } of readLines(to, 0)) ends.push(end);
  for (const [index, end] of ends.entries()) {
    const rest: string[] = [];
    for await (const { text } of readLines(to, end)) rest.push(text);
    expect(rest).toEqual(["one", "two and a half", "", "日本"].slice(index + 1));
  }
});

test("a file that ends within a line is refused", async () => {
  const to = await place();
  await writeLines(["whole"], to);
  const cut = withSend<S3Client>(async (command: CommandLike) => {
    const answer = await trusted<(sent: CommandLike) => Promise<object>>(to.s3.send)(command);
    return {
      ...answer,
      ContentRange: "bytes 0-2/3",
      Body: { transformToByteArray: () => Buffer.from("who") },
    };
  });
  const read = async () => {
    for await (const line of readLines({ ...to, s3: cut }, 0)) expect(line).toBeUndefined();
  };
  await expect(read()).rejects.toThrow(/not whole/);
});

test("an upload that fails leaves no parts behind", async () => {
  const to = await place();
  let parts = 0;
  const beforePart = () =>
    ++parts > 2 ? Promise.reject(new RangeError("too late")) : Promise.resolve();
  await expect(writeLines(manyLines(200_000), { ...to, beforePart })).rejects.toThrow("too late");
  const { Uploads = [] } = await to.s3.send(new ListMultipartUploadsCommand({ Bucket: "queue" }));
  expect(Uploads).toEqual([]);
});
