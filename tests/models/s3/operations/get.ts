import {
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  type HeadObjectCommandInput,
  type HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { metadata } from "../../errors.ts";
import { checkRead } from "../conditions.ts";
import { headError, s3Error } from "../errors.ts";
import { type StoredBody } from "../body.ts";
import { bucketOf, type Store, type Version } from "../store.ts";
import { findVersion, shownId, wholeSecond } from "../versions.ts";

/** An answer with its bytes, which become a stream on the way. */
export function getObject(store: Store, input: GetObjectCommandInput) {
  const version = findVersion(store, input);
  checkRead(version, input);
  const range = rangeOf(version, input);
  const bytes = range ? version.body.subarray(range.start, range.end) : version.body;
  const Body: StoredBody = { bytes };
  return {
    ...described(store, input, version),
    ...(range && { ContentRange: range.text, $metadata: metadata(206) }),
    ...(version.tags.length > 0 && { TagCount: version.tags.length }),
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ContentLength: bytes.length,
    Body,
  } satisfies Omit<Partial<GetObjectCommandOutput>, "Body"> & { Body: StoredBody };
}

export function headObject(store: Store, input: HeadObjectCommandInput) {
  try {
    const version = findVersion(store, input);
    checkRead(version, input);
    const range = rangeOf(version, input);
    const ContentLength = range ? range.end - range.start : version.body.length;
    return {
      ...described(store, input, version),
      ContentLength,
    } satisfies Partial<HeadObjectCommandOutput>;
  } catch (error) {
    throw headError(error);
  }
}

function described(store: Store, input: GetObjectCommandInput, version: Version) {
  const bucket = bucketOf(store, input.Bucket);
  const shown = input.ChecksumMode === "ENABLED" ? version.checksums : {};
  const { Expires } = version.headers;
  const partly = input.PartNumber !== undefined && version.parts.length > 0;
  return {
    AcceptRanges: "bytes",
    LastModified: wholeSecond(version.at),
    ETag: version.etag,
    VersionId: shownId(bucket, version),
    Metadata: { ...version.metadata },
    ...version.headers,
    ...(Expires && { ExpiresString: Expires.toUTCString() }),
    ...shown,
    ...(partly && { PartsCount: version.parts.length }),
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function rangeOf(
  version: Version,
  { Range, PartNumber }: GetObjectCommandInput,
): Range | undefined {
  if (PartNumber !== undefined) return partRange(version, PartNumber);
  const match = /^bytes=(\d*)-(\d*)$/.exec(Range ?? "");
  const [, from = "", to = ""] = match ?? [];
  // S3 answers a range it can't read with the whole object.
  if (!match || (from === "" && to === "")) return undefined;
  const size = version.body.length;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size : Math.min(size, Number(to) + 1);
  if (start >= size || end <= start) throw unsatisfiable();
  return spoken(start, end, size);
}

function partRange({ parts, body }: Version, number: number): Range {
  const sizes = parts.length > 0 ? parts : [body.length];
  const size = sizes[number - 1];
  if (size === undefined) throw unsatisfiable();
  const start = sizes.slice(0, number - 1).reduce((sum, part) => sum + part, 0);
  return spoken(start, start + size, body.length);
}

function spoken(start: number, end: number, size: number): Range {
  return { start, end, text: `bytes ${start}-${end - 1}/${size}` };
}

function unsatisfiable() {
  return s3Error("InvalidRange", "The requested range is not satisfiable");
}
