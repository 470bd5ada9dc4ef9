import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { presignedOverrides } from "../../safety/downloads.ts";
import { type FileRecord } from "../ledger/record.ts";

/** Where one stored object can be fetched for a while. Sizes are bytes. */
export interface FileLink {
  readonly name: string;
  readonly type?: string;
  readonly size?: number;
  readonly url: string;
  /** Seconds from now. */
  readonly expiresIn: number;
}

export interface FileLinks {
  /** The file itself, once it is in the archive. */
  readonly original?: FileLink;
  readonly results: readonly FileLink[];
}

export interface LinkSigning {
  readonly s3: S3Client;
  readonly archiveBucket: string;
  readonly expiresIn: number;
}

/** Signs the addresses of a file and its results: saved by a browser, never shown. */
export async function signLinks(record: FileRecord, signing: LinkSigning): Promise<FileLinks> {
  const { archive, size, results = [] } = record;
  const name = record.key.split("/").at(-1) || "file";
  const type = record.detected_type;
  const original = archive && { ...archive, name, type, size };
  return {
    original: original && (await signLink(original, signing)),
    results: await Promise.all(results.map((result) => signLink(result, signing))),
  };
}

interface Stored {
  readonly key: string;
  readonly version?: string;
  readonly name: string;
  readonly type?: string;
  readonly size?: number;
}

async function signLink(stored: Stored, { s3, archiveBucket, expiresIn }: LinkSigning) {
  const { key, version, name, type, size } = stored;
  const get = new GetObjectCommand({
    Bucket: archiveBucket,
    Key: key,
    VersionId: version,
    ...presignedOverrides({ name, contentType: type }),
  });
  const seconds = Math.min(expiresIn, await lifeOf(s3));
  return {
    name,
    type,
    size,
    url: await getSignedUrl(s3, get, { expiresIn: seconds }),
    expiresIn: seconds,
  };
}

/** A link dies with the keys that signed it. */
async function lifeOf(s3: S3Client): Promise<number> {
  const { expiration } = await s3.config.credentials();
  if (!expiration) return Infinity;
  return Math.max(1, Math.floor((expiration.getTime() - Date.now()) / 1000));
}
