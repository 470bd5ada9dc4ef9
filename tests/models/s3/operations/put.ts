import { type PutObjectCommandInput, type PutObjectCommandOutput } from "@aws-sdk/client-s3";
import { trusted } from "../../trusted.ts";
import { checkWrite } from "../conditions.ts";
import { checkKey, headersOf, metadataOf } from "../described.ts";
import {
  algorithmOf,
  checkDigests,
  digest,
  md5,
  type Algorithm,
  type Checksums,
} from "../digests.ts";
import { s3Error } from "../errors.ts";
import { notify } from "../notify.ts";
import { bucketOf, type Store } from "../store.ts";
import { parseTagging } from "../tags.ts";
import { addVersion, newestVersion, shownId } from "../versions.ts";

/** Stores one object; its body was read before the request was sent. */
export function putObject(store: Store, input: PutObjectCommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const key = checkKey(input);
  const body = trusted<Buffer>(input.Body);
  if (body.length > store.limits.single) {
    throw s3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  }
  checkDigests(input, body);
  checkWrite(newestVersion(bucket, key), input);
  const checksums = checksumsOf(algorithmOf(input) ?? "CRC64NVME", body);
  const version = addVersion(store, bucket, {
    key,
    deleteMarker: false,
    at: store.context.now(),
    etag: `"${md5(body).toString("hex")}"`,
    body,
    headers: headersOf(input),
    metadata: metadataOf(input),
    checksums,
    parts: [],
    tags: parseTagging(input.Tagging),
  });
  notify(store, bucket, "ObjectCreated:Put", version);
  return {
    ETag: version.etag,
    VersionId: shownId(bucket, version),
    ...checksums,
  } satisfies Partial<PutObjectCommandOutput>;
}

/** One checksum of the whole object. */
export function checksumsOf(algorithm: Algorithm, body: Buffer): Checksums {
  return { [`Checksum${algorithm}`]: digest(algorithm, body), ChecksumType: "FULL_OBJECT" };
}
