import { type CopyObjectCommandInput, type CopyObjectCommandOutput } from "@aws-sdk/client-s3";
import { checkCopySource, checkWrite } from "../conditions.ts";
import { checkHeader, parseCopySource, type CopySource } from "../copy-source.ts";
import { checkKey, headersOf, metadataOf } from "../described.ts";
import { algorithmOf, md5 } from "../digests.ts";
import { s3Error } from "../errors.ts";
import { notify } from "../notify.ts";
import { bucketOf, type Store, type Version } from "../store.ts";
import { parseTagging } from "../tags.ts";
import { addVersion, findVersion, newestVersion, shownId, wholeSecond } from "../versions.ts";
import { checksumsOf } from "./put.ts";

/** Copies an object whole, to 5 GiB. The copy is one part, whatever its source was made of. */
export function copyObject(store: Store, input: CopyObjectCommandInput) {
  checkHeader("x-amz-copy-source", input.CopySource);
  const address = parseCopySource(input.CopySource);
  const source = findSource(store, address);
  const bucket = bucketOf(store, input.Bucket);
  const key = checkKey(input);
  if (source.body.length > store.limits.single) throw tooLarge(store);
  checkCopySource(source, input);
  checkWrite(newestVersion(bucket, key), input);
  if (isPointless(input, address)) throw pointless();
  const version = addVersion(store, bucket, {
    key,
    deleteMarker: false,
    at: store.context.now(),
    etag: `"${md5(source.body).toString("hex")}"`,
    body: source.body,
    ...carried(source, input),
    parts: [],
  });
  notify(store, bucket, "ObjectCreated:Copy", version);
  const sourceId = shownId(bucketOf(store, address.Bucket), source);
  return {
    CopySourceVersionId: sourceId,
    VersionId: shownId(bucket, version),
    CopyObjectResult: {
      ETag: version.etag,
      LastModified: wholeSecond(version.at),
      ...version.checksums,
    },
  } satisfies Partial<CopyObjectCommandOutput>;
}

/** The version to copy. A delete marker is no source. */
export function findSource(store: Store, { Bucket, Key, VersionId }: CopySource): Version {
  const versions = bucketOf(store, Bucket).versions.get(Key) ?? [];
  if (versions.find(({ versionId }) => versionId === VersionId)?.deleteMarker) {
    throw s3Error(
      "InvalidRequest",
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
  return findVersion(store, { Bucket, Key, VersionId });
}

/** What comes with the copy: by default all of the source's, whatever the request says. */
function carried(source: Version, input: CopyObjectCommandInput) {
  const described = input.MetadataDirective === "REPLACE";
  const tagged = input.TaggingDirective === "REPLACE";
  const kept = Object.keys(source.checksums).find((name) => name.startsWith("ChecksumC"));
  const algorithm = algorithmOf(input) ?? algorithmOf({ ChecksumAlgorithm: kept?.slice(8) });
  const { StorageClass } = input;
  const headers = described ? headersOf(input) : { ...source.headers, StorageClass };
  return {
    headers,
    metadata: described ? metadataOf(input) : source.metadata,
    tags: tagged ? parseTagging(input.Tagging) : source.tags,
    checksums: checksumsOf(algorithm ?? "CRC64NVME", source.body),
  };
}

function isPointless(
  input: CopyObjectCommandInput,
  { Bucket, Key, VersionId }: CopySource,
): boolean {
  const ontoItself = Bucket === input.Bucket && Key === input.Key && VersionId === undefined;
  return ontoItself && input.MetadataDirective !== "REPLACE" && input.StorageClass === undefined;
}

function pointless() {
  return s3Error(
    "InvalidRequest",
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function tooLarge({ limits }: Store) {
  return s3Error(
    "InvalidRequest",
    `The specified copy source is larger than the maximum allowable size for a copy source: ${limits.single}`,
  );
}
