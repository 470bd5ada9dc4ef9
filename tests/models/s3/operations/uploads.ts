import {
  type AbortMultipartUploadCommandInput,
  type CreateMultipartUploadCommandInput,
  type CreateMultipartUploadCommandOutput,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from "@aws-sdk/client-s3";
import { checkKey, headersOf, metadataOf } from "../described.ts";
import { noSuchUpload } from "../errors.ts";
import { bucketOf, type Store, type Upload } from "../store.ts";
import { wholeSecond } from "../versions.ts";
import { parseTagging } from "../tags.ts";

export function createMultipartUpload(store: Store, input: CreateMultipartUploadCommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const upload: Upload = {
    id: store.context.random.hex(64),
    key: checkKey(input),
    at: store.context.now(),
    headers: headersOf(input),
    metadata: metadataOf(input),
    tags: parseTagging(input.Tagging),
    algorithm: input.ChecksumAlgorithm,
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    ...(input.ChecksumAlgorithm && { ChecksumAlgorithm: input.ChecksumAlgorithm }),
  } satisfies Partial<CreateMultipartUploadCommandOutput>;
}

export function abortMultipartUpload(store: Store, input: AbortMultipartUploadCommandInput) {
  const { id } = uploadOf(store, input);
  bucketOf(store, input.Bucket).uploads.delete(id);
  return {};
}

/** Lists uploads under way, by key, then by their beginning. */
export function listMultipartUploads(store: Store, input: ListMultipartUploadsCommandInput) {
  const bucket = bucketOf(store, input.Bucket);
  const all = [...bucket.uploads.values()].filter(({ key }) => key.startsWith(input.Prefix ?? ""));
  const sorted = all.toSorted((a, b) => (a.key === b.key ? a.at - b.at : a.key < b.key ? -1 : 1));
  const Uploads = sorted.map(({ id, key, at }) => ({
    UploadId: id,
    Key: key,
    Initiated: wholeSecond(at),
  }));
  return {
    Bucket: bucket.name,
    IsTruncated: false,
    ...(Uploads.length > 0 && { Uploads }),
  } satisfies Partial<ListMultipartUploadsCommandOutput>;
}

/** Throws `NoSuchUpload`, also when the id belongs to another key. */
export function uploadOf(
  store: Store,
  { Bucket, Key, UploadId = "" }: AbortMultipartUploadCommandInput,
): Upload {
  const upload = bucketOf(store, Bucket).uploads.get(UploadId);
  if (!upload || upload.key !== Key) throw noSuchUpload();
  return upload;
}
