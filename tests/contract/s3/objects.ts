import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refusal, refused } from "../expectations.ts";
import { put, type S3Subject } from "./subject.ts";

/** Single objects: bodies, headers, versions, conditions. */
export const objects: Contract<S3Subject> = {
  "an object comes back with its headers, metadata and MD5 as its ETag": async (subject) => {
    const { address, ETag } = await put(subject, "a.txt", "hello", {
      ContentType: "text/plain; charset=utf-8",
      CacheControl: "max-age=5",
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentLanguage: "de",
      Metadata: { Upper: "Case", other: "x" },
    });
    const answer = await subject.s3.send(new GetObjectCommand(address));
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(answer).toMatchObject({
      ETag,
      VersionId: address.VersionId,
      ContentLength: 5,
      ContentType: "text/plain; charset=utf-8",
      CacheControl: "max-age=5",
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentLanguage: "de",
      Metadata: { upper: "Case", other: "x" },
    });
    expect(await answer.Body?.transformToString()).toBe("hello");
  },
  "a body is a stream, and can be read in pieces": async (subject) => {
    const whole = "0123456789".repeat(50_000);
    const { address } = await put(subject, "big", whole);
    const { Body } = await subject.s3.send(new GetObjectCommand(address));
    expect(Body).toBeInstanceOf(Readable);
    const pieces: Uint8Array[] = [];
    if (Body instanceof Readable) for await (const piece of Body) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(whole);
  },
  "an empty object has no bytes and the MD5 of nothing": async (subject) => {
    const { address, ETag } = await put(subject, "empty", "");
    const answer = await subject.s3.send(new GetObjectCommand(address));
    expect(ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
    expect(answer.ContentLength).toBe(0);
    expect(await answer.Body?.transformToByteArray()).toHaveLength(0);
  },
  "without a type it is a stream of octets": async (subject) => {
    const { address } = await put(subject, "untyped", "x");
    const head = await subject.s3.send(new HeadObjectCommand(address));
    expect(head.ContentType).toBe("application/octet-stream");
  },
  "a range gives its bytes, and one beyond the end is refused": async (subject) => {
    const { key } = await put(subject, "ten", "0123456789");
    expect(await range(subject, key, "bytes=2-4")).toEqual(["234", "bytes 2-4/10"]);
    expect(await range(subject, key, "bytes=7-")).toEqual(["789", "bytes 7-9/10"]);
    expect(await range(subject, key, "bytes=-2")).toEqual(["89", "bytes 8-9/10"]);
    expect(await range(subject, key, "bytes=8-99")).toEqual(["89", "bytes 8-9/10"]);
    await refused(range(subject, key, "bytes=10-"), "InvalidRange");
  },
  "a range of one version gives its bytes": async (subject) => {
    const { address } = await put(subject, "ten", "0123456789");
    await put(subject, "ten", "newer");
    expect(await range(subject, address, "bytes=2-4")).toEqual(["234", "bytes 2-4/10"]);
  },
  "each put is a version; the newest is what a key means": async (subject) => {
    const first = await put(subject, "v", "one");
    const second = await put(subject, "v", "two");
    expect(first.VersionId).not.toBe(second.VersionId);
    expect(await text(subject, first.key)).toBe("two");
    expect(await text(subject, first.address)).toBe("one");
  },
  "a delete without a version hides the key, with one takes it away": async (subject) => {
    const { s3 } = subject;
    const { key, address } = await put(subject, "d", "one");
    const marker = await s3.send(new DeleteObjectCommand(key));
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    await refused(s3.send(new GetObjectCommand(key)), "NoSuchKey");
    await refused(s3.send(new HeadObjectCommand(key)), "NotFound");
    expect(await text(subject, address)).toBe("one");
    await s3.send(new DeleteObjectCommand({ ...key, VersionId: marker.VersionId }));
    expect(await text(subject, key)).toBe("one");
    await s3.send(new DeleteObjectCommand(address));
    await refused(s3.send(new GetObjectCommand(key)), "NoSuchKey");
  },
  "deleting a version twice is no error": async (subject) => {
    const { address } = await put(subject, "twice", "x");
    await subject.s3.send(new DeleteObjectCommand(address));
    const again = await subject.s3.send(new DeleteObjectCommand(address));
    expect(again.VersionId).toBe(address.VersionId);
  },
  "what is missing has errors of its own": async (subject) => {
    const { s3, bucket: Bucket, prefix } = subject;
    const { address } = await put(subject, "kept", "x");
    await s3.send(new DeleteObjectCommand(address));
    const Key = `${prefix}never`;
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket, Key })))).toMatchObject({
      name: "NoSuchKey",
      $metadata: { httpStatusCode: 404 },
    });
    await refused(s3.send(new HeadObjectCommand({ Bucket, Key })), "NotFound");
    await refused(s3.send(new HeadObjectCommand(address)), "NotFound");
    const elsewhere = { Bucket: "no-such-bucket-of-anybody", Key };
    await refused(s3.send(new GetObjectCommand(elsewhere)), "NoSuchBucket");
    await refused(s3.send(new HeadObjectCommand(elsewhere)), "NotFound");
  },
  "a version that is gone is no such version": async (subject) => {
    const { address } = await put(subject, "gone", "x");
    await put(subject, "gone", "newer");
    await subject.s3.send(new DeleteObjectCommand(address));
    await refused(subject.s3.send(new GetObjectCommand(address)), "NoSuchVersion");
  },
  "a delete marker's own version can't be read": async (subject) => {
    const { key } = await put(subject, "marked", "x");
    const { VersionId } = await subject.s3.send(new DeleteObjectCommand(key));
    const read = new GetObjectCommand({ ...key, VersionId });
    await refused(subject.s3.send(read), "MethodNotAllowed");
  },
  "an id that no version can have is an invalid argument": async (subject) => {
    const { key } = await put(subject, "x", "x");
    const read = new GetObjectCommand({ ...key, VersionId: "nonsense" });
    await refused(subject.s3.send(read), "InvalidArgument", /invalid version id/i);
  },
  "If-None-Match writes only what isn't there; a delete marker is nothing": async (subject) => {
    const { key } = await put(subject, "once", "one", { IfNoneMatch: "*" });
    await refused(put(subject, "once", "two", { IfNoneMatch: "*" }), "PreconditionFailed");
    await subject.s3.send(new DeleteObjectCommand(key));
    await put(subject, "once", "three", { IfNoneMatch: "*" });
    expect(await text(subject, key)).toBe("three");
  },
  "If-Match writes over what is expected only": async (subject) => {
    const { ETag } = await put(subject, "m", "one");
    await put(subject, "m", "two", { IfMatch: ETag });
    await refused(put(subject, "m", "three", { IfMatch: ETag }), "PreconditionFailed");
    await refused(put(subject, "not-there", "x", { IfMatch: ETag }), "NoSuchKey");
  },
  "If-Match reads what is expected only": async (subject) => {
    const { address, ETag } = await put(subject, "r", "one");
    await subject.s3.send(new GetObjectCommand({ ...address, IfMatch: ETag }));
    const other = new GetObjectCommand({ ...address, IfMatch: '"0123"' });
    await refused(subject.s3.send(other), "PreconditionFailed");
  },
  "a body that doesn't match its own checksum is refused": async (subject) => {
    const sha256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
    await put(subject, "sum", "hello", { ChecksumSHA256: sha256 });
    await refused(put(subject, "sum", "hallo", { ChecksumSHA256: sha256 }), "BadDigest");
    const md5 = "XUFAKrxLKna5cZ2REBfFkg==";
    await put(subject, "sum", "hello", { ContentMD5: md5 });
    await refused(put(subject, "sum", "hallo", { ContentMD5: md5 }), "BadDigest");
  },
  "a checksum that came with it is told when asked for": async (subject) => {
    const ChecksumSHA256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
    const { address } = await put(subject, "sum", "hello", { ChecksumSHA256 });
    const head = new HeadObjectCommand({ ...address, ChecksumMode: "ENABLED" });
    expect(await subject.s3.send(head)).toMatchObject({ ChecksumSHA256 });
  },
  "every object has a CRC-64, asked for or not": async (subject) => {
    const { address } = await put(subject, "crc", "123456789");
    const head = new HeadObjectCommand({ ...address, ChecksumMode: "ENABLED" });
    expect(await subject.s3.send(head)).toMatchObject({
      ChecksumCRC64NVME: "rosUhgp5mIg=",
      ChecksumType: "FULL_OBJECT",
    });
  },
  "a stream is stored whole when its length is given": async (subject) => {
    const { s3, bucket: Bucket, prefix } = subject;
    const Key = `${prefix}stream`;
    const Body = Readable.from([Buffer.from("one"), Buffer.from("two")]);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: 6 }));
    expect(await text(subject, { Bucket, Key })).toBe("onetwo");
  },
  "tags come with the object, can be changed, and belong to one version": async (subject) => {
    const { s3 } = subject;
    const { address, key } = await put(subject, "t", "x", { Tagging: "a=1&b=%C3%A4%20%2B" });
    const tags = async (where: typeof address) =>
      (await s3.send(new GetObjectTaggingCommand(where))).TagSet?.toSorted((a, b) =>
        (a.Key ?? "") < (b.Key ?? "") ? -1 : 1,
      );
    expect(await tags(address)).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "ä +" },
    ]);
    const TagSet = [{ Key: "c", Value: "3" }];
    await s3.send(new PutObjectTaggingCommand({ ...address, Tagging: { TagSet } }));
    expect(await tags(address)).toEqual(TagSet);
    await put(subject, "t", "newer");
    expect((await s3.send(new GetObjectTaggingCommand(key))).TagSet).toEqual([]);
  },
  "many are deleted at once, missing ones too": async (subject) => {
    const { s3, bucket: Bucket, prefix } = subject;
    const one = await put(subject, "m1", "x");
    const Objects = [
      { Key: one.address.Key, VersionId: one.VersionId },
      { Key: `${prefix}never`, VersionId: one.VersionId },
    ];
    const { Deleted = [], Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Errors).toEqual([]);
    expect(Deleted).toHaveLength(2);
    await refused(s3.send(new HeadObjectCommand(one.address)), "NotFound");
  },
  "keys keep every sign": async (subject) => {
    const names = ["ä b+c%2F?&=.txt", "a//b", "日本/😀", "quote'\"<>", "dots/./..."];
    for (const name of names) {
      const { key } = await put(subject, name, name);
      expect(await text(subject, key)).toBe(name);
    }
  },
  "a key of 1,024 bytes fits, one more doesn't": async (subject) => {
    const longest = "k".repeat(1024 - subject.prefix.length);
    await put(subject, longest, "x");
    await refused(put(subject, `${longest}k`, "x"), "KeyTooLongError");
  },
  "metadata of over 2 KB is refused": async (subject) => {
    await put(subject, "meta", "x", { Metadata: { a: "x".repeat(2047) } });
    const Metadata = { a: "x".repeat(2048) };
    await refused(put(subject, "meta", "x", { Metadata }), "MetadataTooLarge");
  },
};

interface Where {
  Bucket: string;
  Key: string;
  VersionId?: string | undefined;
}

async function range({ s3 }: S3Subject, where: Where, Range: string) {
  const answer = await s3.send(new GetObjectCommand({ ...where, Range }));
  return [await answer.Body?.transformToString(), answer.ContentRange];
}

async function text({ s3 }: S3Subject, where: Where) {
  const { Body } = await s3.send(new GetObjectCommand(where));
  return Body?.transformToString();
}
