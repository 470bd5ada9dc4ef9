import type { S3Client } from "@aws-sdk/client-s3";
import { type Hooks } from "../json/hooks.ts";
import { type Surroundings } from "../writes/surroundings.ts";

/** What is read where nothing was stored. */
export type Nothing = Record<string, never>;

export interface BucketOptions extends Hooks, Surroundings {
  readonly bucket: string;
  /** The object that calls mean which name no other. */
  readonly key?: string;
  readonly region?: string;
  readonly client?: Pick<S3Client, "send">;
  /** Write JSON with two spaces a level. */
  readonly pretty?: boolean;
  /** The largest object to read or write. Default 64 MiB. */
  readonly maxBytes?: number;
  /** How often a conditional write is tried when another comes first. Default 20. */
  readonly maxAttempts?: number;
}

export interface AtKey {
  /** Default: the key that the bucket was opened with. */
  readonly key?: string;
}
export interface AtVersion extends AtKey {
  readonly versionId?: string;
}
export interface PutConditions extends AtKey {
  /** Write only over the object of this ETag. */
  readonly ifMatch?: string;
  /** Write only where there is no object. */
  readonly ifNoneMatch?: "*";
}
