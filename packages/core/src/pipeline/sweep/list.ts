import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { unquoted } from "../archive/head.ts";
import { type StorageAccess } from "../archive/access.ts";
import { type Announced } from "../events/announcement.ts";

/** Where a listing goes on. */
export interface StagingCursor {
  readonly key: string;
  readonly version?: string;
}

export interface StagingPage {
  readonly versions: readonly (Announced & { version: string; uploadedAt: number })[];
  /** Absent on the last page. */
  readonly next?: StagingCursor;
}

interface Staging {
  readonly storage: Pick<StorageAccess, "s3" | "signal">;
  readonly stagingBucket: string;
}

/** Every object version in staging, a page of up to 1,000 at a time; delete markers aren't. */
export async function* listStaging(
  cursor: StagingCursor | undefined,
  { storage, stagingBucket }: Staging,
  prefix?: string,
): AsyncGenerator<StagingPage> {
  let next = cursor;
  do {
    const page = await storage.s3.send(
      new ListObjectVersionsCommand({
        Bucket: stagingBucket,
        Prefix: prefix,
        KeyMarker: next?.key,
        VersionIdMarker: next?.version,
      }),
      { abortSignal: storage.signal },
    );
    const versions = (page.Versions ?? []).flatMap(
      ({ Key, VersionId: version, LastModified, ETag, Size }) =>
        Key && version && LastModified
          ? {
              bucket: stagingBucket,
              key: Key,
              version,
              etag: unquoted(ETag),
              size: Size,
              uploadedAt: LastModified.getTime(),
            }
          : [],
    );
    next =
      page.IsTruncated && page.NextKeyMarker !== undefined
        ? { key: page.NextKeyMarker, version: page.NextVersionIdMarker }
        : undefined;
    yield { versions, next };
  } while (next);
}
