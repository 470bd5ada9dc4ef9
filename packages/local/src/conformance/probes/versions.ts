import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  GetObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { mustBe, mustRefuse } from "../expect.ts";
import { makeBucket, putText, readText } from "../make/bucket.ts";
import { actAs } from "../make/role.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

export const versionProbes = probes("Versions", {
  "versions.kept": ["Each PUT is a version; the newest is read and listed first", kept],
  "versions.old": ["An old version is read by its id", readOld],
  "versions.marker": ["DELETE lays a marker; the versions stay", marker],
  "versions.delete": ["One version is deleted by its id, no other", deleteOne],
  "versions.copy": ["A certain version is copied", copyOld],
  "versions.tags": ["Each version has its own tags", tagsEach],
  "versions.permission": ["Versions have permissions of their own", permission],
  "versions.pages": ["A list of versions comes in pages", pages],
});

async function twoVersions(world: World) {
  const Bucket = await makeBucket(world, { versioned: true });
  const { VersionId: first } = await putText(world, Bucket, "a", "one");
  const { VersionId: second } = await putText(world, Bucket, "a", "two");
  return { Bucket, first, second };
}

async function kept(world: World) {
  const { Bucket, first, second } = await twoVersions(world);
  mustBe(first !== undefined && first !== second, true, "each has an id");
  mustBe(await readText(world, Bucket, "a"), "two", "what is read");
  const { Versions = [] } = await world.s3.send(new ListObjectVersionsCommand({ Bucket }));
  mustBe(
    Versions.map(({ VersionId, IsLatest }) => [VersionId === second, IsLatest]),
    [
      [true, true],
      [false, false],
    ],
    "the list, newest first",
  );
}

async function readOld(world: World) {
  const { Bucket, first } = await twoVersions(world);
  const old = { Bucket, Key: "a", VersionId: first };
  const { Body } = await world.s3.send(new GetObjectCommand(old));
  mustBe(await Body?.transformToString(), "one", "the old one");
}

async function marker(world: World) {
  const { Bucket, second } = await twoVersions(world);
  const deleted = await world.s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  mustBe(deleted.DeleteMarker, true, "a marker");
  await mustRefuse(readText(world, Bucket, "a"), "reading then", "NoSuchKey");
  const VersionId = second;
  const { ContentLength } = await world.s3.send(
    new HeadObjectCommand({ Bucket, Key: "a", VersionId }),
  );
  mustBe(ContentLength, 3, "the version below it");
}

async function deleteOne(world: World) {
  const { Bucket, first, second } = await twoVersions(world);
  await world.s3.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId: second }));
  mustBe(await readText(world, Bucket, "a"), "one", "what is read then");
  const gone = new GetObjectCommand({ Bucket, Key: "a", VersionId: second });
  await mustRefuse(world.s3.send(gone), "the deleted one", "NoSuchVersion");
  await world.s3.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId: first }));
  const { Versions } = await world.s3.send(new ListObjectVersionsCommand({ Bucket }));
  mustBe(Versions?.length ?? 0, 0, "versions left");
}

async function copyOld(world: World) {
  const { Bucket, first } = await twoVersions(world);
  const CopySource = `${Bucket}/a?versionId=${first}`;
  const copied = await world.s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource }));
  mustBe(await readText(world, Bucket, "b"), "one", "what is copied");
  mustBe(copied.CopySourceVersionId, first, "the answer names the version");
  mustBe(copied.VersionId !== undefined, true, "and its own");
}

async function tagsEach(world: World) {
  const { Bucket, first } = await twoVersions(world);
  const object = { Bucket, Key: "a" };
  const Tagging = { TagSet: [{ Key: "old", Value: "1" }] };
  const old = { ...object, VersionId: first };
  await world.s3.send(new PutObjectTaggingCommand({ ...old, Tagging }));
  const ofOld = await world.s3.send(new GetObjectTaggingCommand(old));
  const ofNew = await world.s3.send(new GetObjectTaggingCommand(object));
  mustBe([ofOld.TagSet?.length, ofNew.TagSet?.length], [1, 0], "tags of the old and the new");
}

async function permission(world: World) {
  const { Bucket, first } = await twoVersions(world);
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const role = await actAs(world, { Action: ["s3:GetObject", "s3:DeleteObject"], Resource });
  const version = { Bucket, Key: "a", VersionId: first };
  const get = role.s3.send(new GetObjectCommand(version));
  await mustRefuse(get, "reading one without GetObjectVersion", "AccessDenied");
  const remove = role.s3.send(new DeleteObjectCommand(version));
  await mustRefuse(remove, "deleting one without DeleteObjectVersion", "AccessDenied");
}

async function pages(world: World) {
  const Bucket = await makeBucket(world, { versioned: true });
  for (const Body of ["1", "2", "3"]) {
    await world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body }));
  }
  const first = await world.s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }));
  const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
  const next = { Bucket, MaxKeys: 2, KeyMarker, VersionIdMarker };
  const second = await world.s3.send(new ListObjectVersionsCommand(next));
  mustBe([first.Versions?.length, second.Versions?.length], [2, 1], "two pages of three");
  mustBe([first.IsTruncated, second.IsTruncated], [true, false], "which is the last");
}
