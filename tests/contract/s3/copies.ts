import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CopyObjectCommandInput,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refused } from "../expectations.ts";
import { put, type S3Subject } from "./subject.ts";

const mebi = 1024 ** 2;

/** Copies, whole and in parts. */
export const copies: Contract<S3Subject> = {
  "a copy keeps type, metadata and tags, and has the same MD5": async (subject) => {
    const { s3 } = subject;
    const source = await put(subject, "ä b+c%.txt", "text", {
      ContentType: "text/plain",
      Metadata: { a: "1" },
      Tagging: "t=1",
    });
    const { Key, VersionId, CopyObjectResult } = await copy(subject, source.address, "copy");
    expect(CopyObjectResult?.ETag).toBe(source.ETag);
    const where = { Bucket: subject.bucket, Key, VersionId };
    const head = await s3.send(new HeadObjectCommand(where));
    expect(head).toMatchObject({ ContentType: "text/plain", Metadata: { a: "1" } });
    const { TagSet } = await s3.send(new GetObjectTaggingCommand(where));
    expect(TagSet).toEqual([{ Key: "t", Value: "1" }]);
  },
  "REPLACE gives the copy its own metadata and type; its tags stay": async (subject) => {
    const source = await put(subject, "s", "text", {
      ContentType: "text/plain",
      Metadata: { a: "1" },
      Tagging: "t=1",
    });
    const { Key } = await copy(subject, source.address, "copy", {
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
      ContentType: "text/csv",
    });
    const where = { Bucket: subject.bucket, Key };
    const head = await subject.s3.send(new HeadObjectCommand(where));
    expect(head).toMatchObject({ ContentType: "text/csv", Metadata: { b: "2" } });
    const { TagSet } = await subject.s3.send(new GetObjectTaggingCommand(where));
    expect(TagSet).toEqual([{ Key: "t", Value: "1" }]);
  },
  "without REPLACE, metadata given with the copy is ignored": async (subject) => {
    const source = await put(subject, "s", "text", { Metadata: { a: "1" } });
    const { Key } = await copy(subject, source.address, "copy", { Metadata: { b: "2" } });
    const head = new HeadObjectCommand({ Bucket: subject.bucket, Key });
    expect((await subject.s3.send(head)).Metadata).toEqual({ a: "1" });
  },
  "a copy takes the version it is told, also an old one": async (subject) => {
    const old = await put(subject, "v", "old");
    await put(subject, "v", "new");
    const { Key, CopySourceVersionId } = await copy(subject, old.address, "copy");
    expect(CopySourceVersionId).toBe(old.VersionId);
    expect(await text(subject, Key)).toBe("old");
  },
  "a copy of what is gone is refused": async (subject) => {
    const { address, key } = await put(subject, "g", "x");
    await put(subject, "g", "newer");
    await subject.s3.send(new DeleteObjectCommand(address));
    await refused(copy(subject, address, "copy"), "NoSuchVersion");
    const never = { ...key, Key: `${subject.prefix}never`, VersionId: undefined };
    await refused(copy(subject, never, "copy"), "NoSuchKey");
  },
  "CopySourceIfMatch refuses another source": async (subject) => {
    const { address, ETag } = await put(subject, "c", "x");
    await copy(subject, address, "copy", { CopySourceIfMatch: ETag });
    const other = { CopySourceIfMatch: '"0123"' };
    await refused(copy(subject, address, "copy", other), "PreconditionFailed");
  },
  "If-None-Match refuses a copy onto what is there": async (subject) => {
    const { address } = await put(subject, "c", "x");
    await copy(subject, address, "copy", { IfNoneMatch: "*" });
    await refused(copy(subject, address, "copy", { IfNoneMatch: "*" }), "PreconditionFailed");
  },
  "a copy onto itself that changes nothing is refused": async (subject) => {
    const { key } = await put(subject, "self", "x");
    const same = { ...key, VersionId: undefined };
    await refused(copy(subject, same, "self"), "InvalidRequest");
  },
  "a multipart object's ETag tells its parts; its copy's is the MD5 of all": async (subject) => {
    const { s3, bucket: Bucket } = subject;
    const upload = await begin(subject, "parts");
    const first = await part(subject, upload, 1, Buffer.alloc(5 * mebi, "a"));
    const second = await part(subject, upload, 2, Buffer.from("end"));
    const done = await complete(subject, upload, [first, second]);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await s3.send(new HeadObjectCommand(upload.key))).toMatchObject({
      ContentLength: 5 * mebi + 3,
      ContentType: "text/plain",
      Metadata: { a: "1" },
      ETag: done.ETag,
    });
    const whole = { Bucket, Key: upload.key.Key, VersionId: done.VersionId };
    const copied = await copy(subject, whole, "copy");
    expect(copied.CopyObjectResult?.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  },
  "parts are copied by their range": async (subject) => {
    const { s3 } = subject;
    const source = await put(subject, "s", "0123456789");
    const upload = await begin(subject, "ranges");
    const copied = await s3.send(
      new UploadPartCopyCommand({
        ...upload.key,
        UploadId: upload.UploadId,
        PartNumber: 1,
        CopySource: sourceOf(source.address),
        CopySourceRange: "bytes=2-4",
      }),
    );
    await complete(subject, upload, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);
    expect(await text(subject, upload.key.Key)).toBe("234");
  },
  "parts are listed by number, and the upload until it is over": async (subject) => {
    const { s3, bucket: Bucket } = subject;
    const upload = await begin(subject, "listed");
    await part(subject, upload, 2, Buffer.from("two"));
    await part(subject, upload, 1, Buffer.from("one"));
    const list = new ListPartsCommand({ ...upload.key, UploadId: upload.UploadId });
    const { Parts } = await s3.send(list);
    expect(Parts).toMatchObject([
      { PartNumber: 1, Size: 3 },
      { PartNumber: 2, Size: 3 },
    ]);
    const Prefix = upload.key.Key;
    const uploads = async () =>
      (await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix }))).Uploads ?? [];
    expect(await uploads()).toMatchObject([{ UploadId: upload.UploadId, Key: Prefix }]);
    await s3.send(new AbortMultipartUploadCommand({ ...upload.key, UploadId: upload.UploadId }));
    expect(await uploads()).toEqual([]);
    await refused(s3.send(list), "NoSuchUpload");
  },
  "a part below 5 MiB must be the last": async (subject) => {
    const upload = await begin(subject, "small");
    const parts = [
      await part(subject, upload, 1, Buffer.from("small")),
      await part(subject, upload, 2, Buffer.from("last")),
    ];
    await refused(complete(subject, upload, parts), "EntityTooSmall");
  },
  "parts out of order, or that never came, are refused": async (subject) => {
    const upload = await begin(subject, "wrong");
    const one = await part(subject, upload, 1, Buffer.alloc(5 * mebi));
    const two = await part(subject, upload, 2, Buffer.from("x"));
    await refused(complete(subject, upload, [two, one]), "InvalidPartOrder");
    const unknown = { PartNumber: 3, ETag: one.ETag };
    await refused(complete(subject, upload, [one, unknown]), "InvalidPart");
    await refused(complete(subject, upload, [one, { ...two, ETag: one.ETag }]), "InvalidPart");
  },
  "an upload is gone once it is completed": async (subject) => {
    const upload = await begin(subject, "twice");
    const parts = [await part(subject, upload, 1, Buffer.from("x"))];
    await complete(subject, upload, parts);
    const abort = new AbortMultipartUploadCommand({ ...upload.key, UploadId: upload.UploadId });
    await refused(subject.s3.send(abort), "NoSuchUpload");
  },
  "a range beyond the source is refused": async (subject) => {
    const source = await put(subject, "s", "0123456789");
    const upload = await begin(subject, "beyond");
    const beyond = new UploadPartCopyCommand({
      ...upload.key,
      UploadId: upload.UploadId,
      PartNumber: 1,
      CopySource: sourceOf(source.address),
      CopySourceRange: "bytes=5-10",
    });
    await refused(subject.s3.send(beyond), "InvalidArgument");
  },
};

type Address = { Bucket: string; Key: string; VersionId: string | undefined };
type Upload = Awaited<ReturnType<typeof begin>>;

function sourceOf({ Bucket, Key, VersionId }: Address): string {
  const path = `${Bucket}/${Key.split("/").map(encodeURIComponent).join("/")}`;
  return VersionId === undefined ? path : `${path}?versionId=${VersionId}`;
}

async function copy(
  { s3, bucket: Bucket, prefix }: S3Subject,
  source: Address,
  name: string,
  more: Partial<CopyObjectCommandInput> = {},
) {
  const Key = `${prefix}${name}`;
  const CopySource = sourceOf(source);
  return { Key, ...(await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }))) };
}

async function begin({ s3, bucket: Bucket, prefix }: S3Subject, name: string) {
  const key = { Bucket, Key: `${prefix}${name}` };
  const described = { ContentType: "text/plain", Metadata: { a: "1" } };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...key, ...described }));
  return { key, UploadId };
}

async function part(
  { s3 }: S3Subject,
  { key, UploadId }: Upload,
  PartNumber: number,
  Body: Buffer,
) {
  const { ETag } = await s3.send(new UploadPartCommand({ ...key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag };
}

function complete(
  { s3 }: S3Subject,
  { key, UploadId }: Upload,
  Parts: { PartNumber: number; ETag: string | undefined }[],
) {
  return s3.send(
    new CompleteMultipartUploadCommand({ ...key, UploadId, MultipartUpload: { Parts } }),
  );
}

async function text({ s3, bucket: Bucket }: S3Subject, Key: string) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}
