import {
  type ListPartsCommandInput,
  type ListPartsCommandOutput,
  type UploadPartCommandInput,
  type UploadPartCommandOutput,
  type UploadPartCopyCommandInput,
  type UploadPartCopyCommandOutput,
} from "@aws-sdk/client-s3";
import { trusted } from "../../trusted.ts";
import { checkCopySource } from "../conditions.ts";
import { checkHeader, parseCopySource } from "../copy-source.ts";
import { algorithmOf, checkDigests, digest, md5, type Checksums } from "../digests.ts";
import { s3Error } from "../errors.ts";
import { bucketOf, type Part, type Store, type Upload, type Version } from "../store.ts";
import { shownId, wholeSecond } from "../versions.ts";
import { findSource } from "./copy.ts";
import { uploadOf } from "./uploads.ts";

/** Stores one part; the same number again replaces it. */
export function uploadPart(store: Store, input: UploadPartCommandInput) {
  const upload = uploadOf(store, input);
  const body = trusted<Buffer>(input.Body);
  if (body.length > store.limits.single) {
    throw s3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  }
  checkDigests(input, body);
  const checksums = partChecksums(upload, input, body);
  const part = keep(store, upload, input.PartNumber, body, checksums);
  return { ETag: part.etag, ...checksums } satisfies Partial<UploadPartCommandOutput>;
}

/** Makes a part of another object's bytes, or of a range of them. */
export function uploadPartCopy(store: Store, input: UploadPartCopyCommandInput) {
  const upload = uploadOf(store, input);
  checkHeader("x-amz-copy-source", input.CopySource);
  const address = parseCopySource(input.CopySource);
  const source = findSource(store, address);
  checkCopySource(source, input);
  const body = rangeOf(source, input.CopySourceRange);
  if (body.length > store.limits.single) {
    throw s3Error(
      "InvalidRequest",
      "The specified copy source is larger than the maximum allowable size for a copy source",
    );
  }
  const checksums = partChecksums(upload, {}, body);
  const part = keep(store, upload, input.PartNumber, body, checksums);
  return {
    CopySourceVersionId: shownId(bucketOf(store, address.Bucket), source),
    CopyPartResult: { ETag: part.etag, LastModified: wholeSecond(part.at), ...checksums },
  } satisfies Partial<UploadPartCopyCommandOutput>;
}

/** Lists the parts that arrived, by number. */
export function listParts(store: Store, input: ListPartsCommandInput) {
  const upload = uploadOf(store, input);
  const most = Math.min(input.MaxParts ?? 1000, 1000);
  const after = Number(input.PartNumberMarker ?? 0);
  const sorted = [...upload.parts.values()].toSorted((a, b) => a.number - b.number);
  const rest = sorted.filter(({ number }) => number > after);
  const Parts = rest.slice(0, most).map(({ number, etag, body, at, checksums }) => ({
    PartNumber: number,
    ETag: etag,
    Size: body.length,
    LastModified: wholeSecond(at),
    ...checksums,
  }));
  const more = rest.length > Parts.length;
  return {
    Bucket: input.Bucket,
    Key: upload.key,
    UploadId: upload.id,
    MaxParts: most,
    IsTruncated: more,
    ...(Parts.length > 0 && { Parts }),
    ...(more && { NextPartNumberMarker: String(Parts.at(-1)?.PartNumber) }),
  } satisfies Partial<ListPartsCommandOutput>;
}

function keep(
  store: Store,
  upload: Upload,
  number: number | undefined,
  body: Buffer,
  checksums: Checksums,
): Part {
  if (number === undefined || number < 1 || number > 10_000) {
    throw s3Error(
      "InvalidArgument",
      "Part number must be an integer between 1 and 10000, inclusive",
    );
  }
  const etag = `"${md5(body).toString("hex")}"`;
  const part = { number, etag, body, at: store.context.now(), checksums };
  upload.parts.set(number, part);
  return part;
}

/** The checksum the upload was begun with, or the one this part brings. */
function partChecksums({ algorithm }: Upload, input: Checksums, body: Buffer): Checksums {
  const name = algorithmOf({ ...input, ChecksumAlgorithm: algorithm });
  return name ? { [`Checksum${name}`]: digest(name, body) } : {};
}

function rangeOf({ body }: Version, range: string | undefined): Buffer {
  if (range === undefined) return body;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (
    from === undefined ||
    to === undefined ||
    Number(to) >= body.length ||
    Number(from) > Number(to)
  ) {
    throw s3Error(
      "InvalidArgument",
      `Range specified is not valid for source object of size: ${body.length}`,
    );
  }
  return body.subarray(Number(from), Number(to) + 1);
}
