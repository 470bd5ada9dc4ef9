import {
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  type BucketVersioningStatus,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion as S3ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import { explained } from "./failures.ts";
import { type ObjectAt } from "./object.ts";

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly versionId: string;
  /** What `get` without a version reads. */
  readonly isLatest: boolean;
  /** A marker, laid by a delete: nothing can be read. */
  readonly isDeleted: boolean;
  readonly lastModified: Date | undefined;
  /** Both absent from a delete marker. */
  readonly etag: string | undefined;
  readonly bytes: number | undefined;
}

interface BucketAt {
  readonly client: Pick<S3Client, "send">;
  readonly bucket: string;
}

/** All versions of exactly this key, or the newest ones, the newest first. One request for each 1,000. */
export async function listVersions(object: ObjectAt, most = Infinity): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  for (let from: From | undefined = {}; from && found.length < most;) {
    const page: ListObjectVersionsCommandOutput = await listFrom(object, from);
    const { Versions = [], DeleteMarkers = [], IsTruncated, NextKeyMarker } = page;
    // Keys that begin with this one are listed too.
    const isOwn = ({ Key }: { readonly Key?: string }) => Key === object.key;
    found.push(...Versions.filter(isOwn).map((version) => described(version, false)));
    found.push(...DeleteMarkers.filter(isOwn).map((marker) => described(marker, true)));
    // The key itself comes before all that it begins.
    const isMore = IsTruncated && NextKeyMarker === object.key;
    from = isMore
      ? { KeyMarker: NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  return found.toSorted(newestFirst).slice(0, most);
}

type From = Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker">;

function listFrom({ client, bucket, key }: ObjectAt, from: From) {
  const ask = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...from });
  return client.send(ask).catch(rethrow({ bucket, action: "s3:ListBucketVersions" }));
}

function described(
  { VersionId = "null", IsLatest = false, LastModified, ETag, Size }: Listed,
  isDeleted: boolean,
): ObjectVersion {
  return {
    versionId: VersionId,
    isLatest: IsLatest,
    isDeleted,
    lastModified: LastModified,
    etag: ETag,
    bytes: Size,
  };
}

type Listed = Pick<S3ObjectVersion, "VersionId" | "IsLatest" | "LastModified" | "ETag" | "Size">;

export async function readVersioning({ client, bucket }: BucketAt): Promise<boolean> {
  const { Status } = await client
    .send(new GetBucketVersioningCommand({ Bucket: bucket }))
    .catch(rethrow({ bucket, action: "s3:GetBucketVersioning" }));
  return Status === "Enabled";
}

export async function writeVersioning(
  { client, bucket }: BucketAt,
  Status: BucketVersioningStatus,
): Promise<void> {
  const VersioningConfiguration = { Status };
  await client
    .send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }))
    .catch(rethrow({ bucket, action: "s3:PutBucketVersioning" }));
}

function newestFirst(one: ObjectVersion, other: ObjectVersion): number {
  if (one.isLatest !== other.isLatest) return one.isLatest ? -1 : 1;
  return (other.lastModified?.getTime() ?? 0) - (one.lastModified?.getTime() ?? 0);
}

function rethrow(about: { bucket: string; action: string }) {
  return (error: unknown): never => {
    throw explained(error, about);
  };
}
