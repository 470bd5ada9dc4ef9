import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { mustBe, mustRefuse } from "../expect.ts";
import { makeBucket, putText, readText } from "../make/bucket.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const objectProbes = probes("Objects", {
  "objects.empty": ["An empty object is an object", empty],
  "objects.range": ["A range is read as 206", range],
  "objects.stream": ["A stream is uploaded with its checksum behind it", stream],
  "objects.checksum": ["A wrong checksum is refused; a right one is kept", checksum],
  "objects.default-checksum": ["An upload without a checksum gets a CRC64NVME", defaultChecksum],
  "objects.md5": ["A wrong Content-MD5 is refused", md5],
  "objects.keys": ["Keys of any characters come back as they were", keys],
  "objects.key-limit": ["A key over 1,024 bytes is refused", keyLimit],
  "objects.metadata-limit": ["Metadata over 2 KB is refused", metadataLimit],
  "objects.tags": ["Tags are kept", tags],
  "objects.copy": ["A copy keeps type, metadata and tags", copy],
  "objects.delete-many": ["Many are deleted at once", deleteMany],
  "objects.pages": ["A list comes in pages", pages],
});

const tagSet = [
  { Key: "a", Value: "1" },
  { Key: "b", Value: "zwei/ü" },
];

async function empty(world: World) {
  const Bucket = await makeBucket(world);
  await world.s3.send(new PutObjectCommand({ Bucket, Key: "empty", Body: "" }));
  const head = await world.s3.send(new HeadObjectCommand({ Bucket, Key: "empty" }));
  mustBe(head.ContentLength, 0, "its size");
  mustBe(head.ETag, '"d41d8cd98f00b204e9800998ecf8427e"', "its ETag");
}

async function range(world: World) {
  const Bucket = await makeBucket(world);
  await putText(world, Bucket, "a", "0123456789");
  const part = await world.s3.send(new GetObjectCommand({ Bucket, Key: "a", Range: "bytes=2-4" }));
  mustBe(await part.Body?.transformToString(), "234", "bytes 2 to 4");
  mustBe(part.ContentRange, "bytes 2-4/10", "Content-Range");
  const beyond = new GetObjectCommand({ Bucket, Key: "a", Range: "bytes=10-" });
  await mustRefuse(world.s3.send(beyond), "a range beyond the end", "InvalidRange");
}

async function stream(world: World) {
  const Bucket = await makeBucket(world);
  const chunk = Buffer.alloc(64 * 1024, "x");
  const Body = Readable.from(Array.from({ length: 20 }, () => chunk));
  const ContentLength = 20 * chunk.length;
  const put = new PutObjectCommand({ Bucket, Key: "s", Body, ContentLength });
  const { ChecksumCRC32 } = await world.s3WithChecksums.send(put);
  const head = await world.s3.send(new HeadObjectCommand({ Bucket, Key: "s" }));
  if (head.ContentLength !== ContentLength) fails("what is stored isn't what was sent");
  mustBe(head.ContentEncoding, undefined, "its Content-Encoding");
  mustBe(ChecksumCRC32 !== undefined, true, "a CRC32 comes back");
}

async function checksum(world: World) {
  const Bucket = await makeBucket(world);
  const ChecksumSHA256 = createHash("sha256").update("right").digest("base64");
  const put = (Body: string) =>
    world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body, ChecksumSHA256 }));
  await mustRefuse(put("wrong"), "another body", "BadDigest");
  await put("right");
  const ask = { Bucket, Key: "a", ChecksumMode: "ENABLED" } as const;
  const head = await world.s3.send(new HeadObjectCommand(ask));
  mustBe(head.ChecksumSHA256, ChecksumSHA256, "the kept SHA-256");
}

async function defaultChecksum(world: World) {
  const Bucket = await makeBucket(world);
  await putText(world, Bucket, "a");
  const ask = { Bucket, Key: "a", ChecksumMode: "ENABLED" } as const;
  const head = await world.s3.send(new HeadObjectCommand(ask));
  mustBe(head.ChecksumCRC64NVME !== undefined, true, "a CRC64NVME is kept");
}

async function md5(world: World) {
  const Bucket = await makeBucket(world);
  const ContentMD5 = createHash("md5").update("right").digest("base64");
  const put = new PutObjectCommand({ Bucket, Key: "a", Body: "wrong", ContentMD5 });
  await mustRefuse(world.s3.send(put), "another body", "BadDigest");
}

const oddKeys = [
  "a b+c%20d.txt",
  "ünï/çødé/日本語/🎉",
  "quotes'\"and\\back",
  "a//b/./c/../d",
  "query?x=1&y=2#z",
  "tab\tand;semi:colon,*",
  "$(x)`{}[]^|~<>",
];

async function keys(world: World) {
  const Bucket = await makeBucket(world);
  for (const key of oddKeys) await putText(world, Bucket, key, key);
  for (const key of oddKeys) mustBe(await readText(world, Bucket, key), key, "what is read");
  const { Contents = [] } = await world.s3.send(new ListObjectsV2Command({ Bucket }));
  const listed = new Set(Contents.map(({ Key }) => Key));
  mustBe(
    oddKeys.filter((key) => !listed.has(key)),
    [],
    "keys missing in the list",
  );
  for (const key of oddKeys) {
    const CopySource = `${Bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
    await world.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    mustBe(await readText(world, Bucket, "copy"), key, "what is copied");
  }
}

async function keyLimit(world: World) {
  const Bucket = await makeBucket(world);
  await putText(world, Bucket, "ü".repeat(512));
  const long = putText(world, Bucket, "ü".repeat(512) + "x");
  await mustRefuse(long, "1,025 bytes", "KeyTooLongError");
}

async function metadataLimit(world: World) {
  const Bucket = await makeBucket(world);
  const Metadata = { long: "x".repeat(2_048) };
  const put = world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "", Metadata }));
  await mustRefuse(put, "2,052 bytes", "MetadataTooLarge");
}

async function tags(world: World) {
  const Bucket = await makeBucket(world);
  const Tagging = tagSet.map(({ Key, Value }) => `${Key}=${encodeURIComponent(Value)}`).join("&");
  await world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "", Tagging }));
  mustBe(await tagsOf(world, Bucket, "a"), tagSet, "its tags");
}

async function tagsOf({ s3 }: World, Bucket: string, Key: string) {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
  return TagSet.toSorted((a, b) => (a.Key ?? "").localeCompare(b.Key ?? ""));
}

async function copy(world: World) {
  const Bucket = await makeBucket(world);
  const Tagging = "a=1&b=zwei%2F%C3%BC";
  const kept = { ContentType: "text/csv", CacheControl: "no-store", Metadata: { owner: "me" } };
  await world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", Tagging, ...kept }));
  const CopySource = `${Bucket}/a`;
  await world.s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource }));
  const head = await world.s3.send(new HeadObjectCommand({ Bucket, Key: "b" }));
  const { ContentType, CacheControl, Metadata } = head;
  mustBe({ ContentType, CacheControl, Metadata }, kept, "what the copy has");
  mustBe(await tagsOf(world, Bucket, "b"), tagSet, "the copy's tags");
  const replaced = { MetadataDirective: "REPLACE", Metadata: { new: "1" } } as const;
  await world.s3.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource, ...replaced }));
  const second = await world.s3.send(new HeadObjectCommand({ Bucket, Key: "c" }));
  mustBe(second.Metadata, { new: "1" }, "replaced metadata");
}

async function deleteMany(world: World) {
  const Bucket = await makeBucket(world);
  for (const key of ["a", "b", "ü &<"]) await putText(world, Bucket, key);
  const Objects = ["a", "b", "ü &<", "missing"].map((Key) => ({ Key }));
  const Delete = { Objects };
  const { Deleted } = await world.s3WithChecksums.send(
    new DeleteObjectsCommand({ Bucket, Delete }),
  );
  mustBe(Deleted?.length, 4, "deleted, the missing one too");
  const { KeyCount } = await world.s3.send(new ListObjectsV2Command({ Bucket }));
  mustBe(KeyCount, 0, "what is left");
}

async function pages(world: World) {
  const Bucket = await makeBucket(world);
  for (const key of ["a/1", "a/2", "b", "c"]) await putText(world, Bucket, key);
  const list = (ContinuationToken?: string) =>
    world.s3.send(
      new ListObjectsV2Command({ Bucket, MaxKeys: 2, Delimiter: "/", ContinuationToken }),
    );
  const first = await list();
  const second = await list(first.NextContinuationToken);
  const names = [first, second].flatMap(({ CommonPrefixes = [], Contents = [] }) => [
    ...CommonPrefixes.map(({ Prefix }) => Prefix),
    ...Contents.map(({ Key }) => Key),
  ]);
  mustBe(names, ["a/", "b", "c"], "both pages");
  mustBe([first.IsTruncated, second.IsTruncated], [true, false], "which is the last");
}
