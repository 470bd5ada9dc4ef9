import {
  type GetObjectAttributesCommandInput,
  type GetObjectAttributesCommandOutput,
} from "@aws-sdk/client-s3";
import { bucketOf, type Store } from "../store.ts";
import { findVersion, shownId, wholeSecond } from "../versions.ts";

/** Only what was asked for; the ETag here has no quotes. */
export function getObjectAttributes(store: Store, input: GetObjectAttributesCommandInput) {
  const version = findVersion(store, input);
  const asked = new Set<string>(input.ObjectAttributes);
  return {
    LastModified: wholeSecond(version.at),
    VersionId: shownId(bucketOf(store, input.Bucket), version),
    ...(asked.has("ETag") && { ETag: version.etag.replaceAll('"', "") }),
    ...(asked.has("ObjectSize") && { ObjectSize: version.body.length }),
    ...(asked.has("Checksum") && { Checksum: { ...version.checksums } }),
    ...(asked.has("StorageClass") && { StorageClass: "STANDARD" as const }),
    ...(asked.has("ObjectParts") &&
      version.parts.length > 0 && { ObjectParts: { TotalPartsCount: version.parts.length } }),
  } satisfies Partial<GetObjectAttributesCommandOutput>;
}
