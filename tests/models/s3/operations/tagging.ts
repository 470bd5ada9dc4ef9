import {
  type GetObjectTaggingCommandInput,
  type GetObjectTaggingCommandOutput,
  type PutObjectTaggingCommandInput,
} from "@aws-sdk/client-s3";
import { bucketOf, type Store } from "../store.ts";
import { checkTags } from "../tags.ts";
import { findVersion, shownId } from "../versions.ts";

export function getObjectTagging(store: Store, input: GetObjectTaggingCommandInput) {
  const version = findVersion(store, input);
  return {
    VersionId: shownId(bucketOf(store, input.Bucket), version),
    TagSet: version.tags.map(({ Key, Value }) => ({ Key, Value })),
  } satisfies Partial<GetObjectTaggingCommandOutput>;
}

export function putObjectTagging(store: Store, input: PutObjectTaggingCommandInput) {
  const version = findVersion(store, input);
  version.tags = checkTags(input.Tagging?.TagSet ?? []);
  return { VersionId: shownId(bucketOf(store, input.Bucket), version) };
}

export function deleteObjectTagging(store: Store, input: GetObjectTaggingCommandInput) {
  const version = findVersion(store, input);
  version.tags = [];
  return { VersionId: shownId(bucketOf(store, input.Bucket), version) };
}
