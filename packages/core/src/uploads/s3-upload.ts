import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  type ListPartsCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { bare } from "./etag.ts";
import { UploadNotFoundError } from "./errors.ts";
import type { UploadNeeds } from "./needs.ts";
import { isNoSuchUpload } from "./refusal.ts";

/** What every S3 command about an upload in parts names. */
export interface S3Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

/** A part that S3 has. */
export interface UploadedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  /** Bytes; absent where a client told, not S3. */
  readonly size?: number;
}

/** Opens an upload in parts at S3 and answers its id there. */
export async function createUpload(
  file: { readonly key: string; readonly type: string; readonly correlation: string },
  { open, settings }: Pick<UploadNeeds, "open" | "settings">,
): Promise<string> {
  const { s3 } = await open(60);
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      Bucket: settings.stagingBucket,
      Key: file.key,
      ContentType: file.type,
      Metadata: { "correlation-id": file.correlation },
    }),
  );
  if (UploadId === undefined) throw new UploadNotFoundError(file.key);
  return UploadId;
}

/** Aborts at S3; what is gone already is no error. */
export async function abortUpload(s3: S3Client, upload: S3Upload): Promise<void> {
  try {
    await s3.send(new AbortMultipartUploadCommand(upload));
  } catch (error) {
    if (!isNoSuchUpload(error)) throw error;
  }
}

/**
 * All parts that S3 has of an upload. Throws `UploadNotFoundError`.
 *
 * Not by the SDK's paginator: it goes on for ever where S3 names a marker on the last page too.
 */
export async function listUploaded(s3: S3Client, upload: S3Upload): Promise<UploadedPart[]> {
  const parts: UploadedPart[] = [];
  let marker: string | undefined;
  do {
    const page = await listPage(s3, { ...upload, PartNumberMarker: marker });
    for (const { PartNumber = 0, ETag = "", Size } of page.Parts ?? []) {
      parts.push({ partNumber: PartNumber, etag: bare(ETag), size: Size });
    }
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return parts;
}

async function listPage(s3: S3Client, asked: ListPartsCommandInput) {
  try {
    return await s3.send(new ListPartsCommand(asked));
  } catch (error) {
    if (isNoSuchUpload(error)) throw new UploadNotFoundError(asked.Key ?? "");
    throw error;
  }
}
