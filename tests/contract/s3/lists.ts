import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectsV2CommandInput,
  type ListObjectVersionsCommandInput,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { put, type S3Subject } from "./subject.ts";

/** Listings of keys and of versions. */
export const lists: Contract<S3Subject> = {
  "keys are listed in the order of their UTF-8 bytes": async (subject) => {
    const names = ["a", "B", "b/1", "b-1", "ä", "\u{fb01}", "😀"];
    for (const name of names) await put(subject, name, "x");
    const listed = await list(subject, {});
    expect(listed.keys).toEqual(["B", "a", "b-1", "b/1", "ä", "\u{fb01}", "😀"]);
    expect(listed.answer).toMatchObject({ KeyCount: 7, IsTruncated: false });
  },
  "an empty listing has no contents": async (subject) => {
    const { answer } = await list(subject, {});
    expect(answer).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(answer.Contents).toBeUndefined();
  },
  "a delimiter folds what lies behind it": async (subject) => {
    for (const name of ["a", "b/1", "b/2", "c/x/y"]) await put(subject, name, "x");
    const { keys, prefixes } = await list(subject, { Delimiter: "/" });
    expect(keys).toEqual(["a"]);
    expect(prefixes).toEqual(["b/", "c/"]);
  },
  "pages go on by their token, folded prefixes too": async (subject) => {
    for (const name of ["a", "b/1", "b/2", "c"]) await put(subject, name, "x");
    const first = await list(subject, { Delimiter: "/", MaxKeys: 2 });
    expect([first.keys, first.prefixes, first.answer.IsTruncated]).toEqual([["a"], ["b/"], true]);
    const ContinuationToken = first.answer.NextContinuationToken;
    const second = await list(subject, { Delimiter: "/", ContinuationToken });
    expect([second.keys, second.prefixes, second.answer.IsTruncated]).toEqual([["c"], [], false]);
  },
  "StartAfter begins behind a key": async (subject) => {
    for (const name of ["a", "b", "c"]) await put(subject, name, "x");
    const { keys } = await list(subject, { StartAfter: `${subject.prefix}a` });
    expect(keys).toEqual(["b", "c"]);
  },
  "a hidden key isn't listed, its versions are: newest first, with their markers": async (
    subject,
  ) => {
    const first = await put(subject, "h", "one");
    const second = await put(subject, "h", "two");
    await put(subject, "other", "x");
    const marker = await subject.s3.send(new DeleteObjectCommand(first.key));
    expect((await list(subject, {})).keys).toEqual(["other"]);
    const { Versions = [], DeleteMarkers = [] } = await versions(subject, {});
    expect(Versions.slice(0, 2)).toMatchObject([
      { VersionId: second.VersionId, IsLatest: false, Size: 3, ETag: second.ETag },
      { VersionId: first.VersionId, IsLatest: false },
    ]);
    expect(DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
  },
  "versions are listed page by page, across keys": async (subject) => {
    const made = [
      await put(subject, "a", "1"),
      await put(subject, "a", "2"),
      await put(subject, "b", "1"),
    ];
    const seen: (string | undefined)[] = [];
    let position: Partial<ListObjectVersionsCommandInput> = {};
    for (;;) {
      const page = await versions(subject, { MaxKeys: 1, ...position });
      seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
      if (!page.IsTruncated) break;
      position = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen).toEqual([made[1]?.VersionId, made[0]?.VersionId, made[2]?.VersionId]);
  },
};

async function list(
  { s3, bucket: Bucket, prefix: Prefix }: S3Subject,
  more: Partial<ListObjectsV2CommandInput>,
) {
  const answer = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ...more }));
  const below = (key = "") => key.slice(Prefix.length);
  return {
    answer,
    keys: (answer.Contents ?? []).map(({ Key }) => below(Key)),
    prefixes: (answer.CommonPrefixes ?? []).map((one) => below(one.Prefix)),
  };
}

function versions(
  { s3, bucket: Bucket, prefix: Prefix }: S3Subject,
  more: Partial<ListObjectVersionsCommandInput>,
) {
  return s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...more }));
}
