/** One uploaded object version, as an event announced it. */
export interface Upload {
  readonly bucket: string;
  /** The object's key, decoded. */
  readonly key: string;
  /** S3's version id; `null` for an object stored while versioning was off. */
  readonly version: string;
  /** Without quotes. */
  readonly etag?: string;
  /** Bytes. */
  readonly size?: number;
  /** Hex digits; says which of two events of the same key came later. */
  readonly sequencer?: string;
  /** When S3 stored it, milliseconds since 1970. */
  readonly uploadedAt?: number;
  /** One id from upload to archive, for logs and the ledger. */
  readonly correlation?: string;
  /** A replay undoes the failure of that time, in ms since 1970, and no other. */
  readonly revive?: number;
}

/** Where one object version is. */
export type ObjectVersion = Pick<Upload, "bucket" | "key" | "version">;
