import {
  type CompletedPart,
  type CompleteMultipartUploadCommandInput,
  type CompleteMultipartUploadCommandOutput,
} from "@aws-sdk/client-s3";
import { checkWrite } from "../conditions.ts";
import { algorithmOf, digest, md5, type Checksums } from "../digests.ts";
import { s3Error } from "../errors.ts";
import { notify } from "../notify.ts";
import { bucketOf, type Part, type Store, type Upload } from "../store.ts";
import { addVersion, newestVersion, shownId } from "../versions.ts";
import { checksumsOf } from "./put.ts";
import { uploadOf } from "./uploads.ts";

/** Joins the parts to one object. The upload is gone afterwards: a second try finds none. */
export function completeMultipartUpload(store: Store, input: CompleteMultipartUploadCommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const upload = uploadOf(store, input);
  const parts = chosenParts(store, upload, input.MultipartUpload?.Parts ?? []);
  checkWrite(newestVersion(bucket, upload.key), input);
  const body = Buffer.concat(parts.map((part) => part.body));
  const digests = Buffer.concat(parts.map((part) => md5(part.body)));
  const version = addVersion(store, bucket, {
    key: upload.key,
    deleteMarker: false,
    at: store.context.now(),
    etag: `"${md5(digests).toString("hex")}-${parts.length}"`,
    body,
    headers: upload.headers,
    metadata: upload.metadata,
    checksums: checksumsFrom(upload, parts, body),
    parts: parts.map((part) => part.body.length),
    tags: upload.tags,
  });
  bucket.uploads.delete(upload.id);
  notify(store, bucket, "ObjectCreated:CompleteMultipartUpload", version);
  return {
    Location: `https://${bucket.name}.s3.amazonaws.com/${encodeURIComponent(upload.key)}`,
    Bucket: bucket.name,
    Key: upload.key,
    ETag: version.etag,
    VersionId: shownId(bucket, version),
    ...version.checksums,
  } satisfies Partial<CompleteMultipartUploadCommandOutput>;
}

function chosenParts({ limits }: Store, upload: Upload, chosen: readonly CompletedPart[]): Part[] {
  if (chosen.length === 0) {
    throw s3Error(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  const numbers = chosen.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
    throw s3Error(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
    );
  }
  const parts = chosen.map((part) => chosenPart(upload, part));
  if (parts.slice(0, -1).some(({ body }) => body.length < limits.part)) {
    throw s3Error(
      "EntityTooSmall",
      "Your proposed upload is smaller than the minimum allowed size",
    );
  }
  return parts;
}

function chosenPart({ parts }: Upload, { PartNumber = 0, ETag = "" }: CompletedPart): Part {
  const part = parts.get(PartNumber);
  if (part && part.etag.replaceAll('"', "") === ETag.replaceAll('"', "")) return part;
  throw s3Error(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );
}

/** SHA and CRC-32 of the parts' checksums, or (as by default) one CRC-64 of the whole. */
function checksumsFrom({ algorithm }: Upload, parts: readonly Part[], body: Buffer): Checksums {
  const name = algorithmOf({ ChecksumAlgorithm: algorithm });
  if (!name || name === "CRC64NVME") return checksumsOf("CRC64NVME", body);
  const own = parts.map(({ checksums }) =>
    Buffer.from(checksums[`Checksum${name}`] ?? "", "base64"),
  );
  const value = `${digest(name, Buffer.concat(own))}-${parts.length}`;
  return { [`Checksum${name}`]: value, ChecksumType: "COMPOSITE" };
}
