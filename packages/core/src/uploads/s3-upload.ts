import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  paginateListParts,
  type S3Client,
} from "@aws-sdk/client-s3";
import { UploadNotFoundError } from "./errors.ts";
import type { UploadNeeds } from "./needs.ts";

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

/** All parts that S3 has of an upload. Throws `UploadNotFoundError`. */
export async function listUploaded(s3: S3Client, upload: S3Upload): Promise<UploadedPart[]> {
  const parts: UploadedPart[] = [];
  try {
    for await (const { Parts = [] } of paginateListParts({ client: s3 }, upload)) {
      for (const { PartNumber = 0, ETag = "", Size } of Parts) {
        parts.push({ partNumber: PartNumber, etag: bare(ETag), size: Size });
      }
    }
  } catch (error) {
    if (isNoSuchUpload(error)) throw new UploadNotFoundError(upload.Key);
    throw error;
  }
  return parts;
}

export const isNoSuchUpload = (error: unknown): boolean =>
  error instanceof Error && error.name === "NoSuchUpload";

/** An ETag without its quotes. */
export const bare = (etag: string): string => etag.replace(/^"|"$/g, "");
