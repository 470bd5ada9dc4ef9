import { type S3Client } from "@aws-sdk/client-s3";
import { type Deletion } from "./delete.ts";

/** How the pipeline reaches S3, and from what size on it copies in parts. */
export interface StorageAccess {
  readonly s3: Pick<S3Client, "send">;
  /** Sends once: a repeated copy would make a second archive version. */
  readonly s3Once: Pick<S3Client, "send">;
  readonly archiveBucket: string;
  readonly copying: CopyLimits;
  readonly signal?: AbortSignal;
  /** Shared by files that are worked on at once; absent, each sends its own deletion. */
  readonly delete?: (deletion: Deletion) => Promise<true>;
}

export interface CopyLimits {
  /** Objects over this many bytes are copied in parts. S3 copies at most 5 GiB at once. */
  readonly partsAboveBytes: number;
  /** Smallest part, in bytes; S3 takes 5 MiB to 5 GiB, and at most 10,000 parts. */
  readonly partBytes: number;
  /** Parts copied at once. */
  readonly parallelParts: number;
}
