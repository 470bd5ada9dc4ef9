import { type ObjectVersion } from "../upload.ts";
import { type SourceHead } from "./head.ts";

export interface Copying {
  readonly source: ObjectVersion;
  readonly head: SourceHead;
  readonly target: { readonly bucket: string; readonly key: string };
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Copied {
  readonly key: string;
  /** Absent where the bucket keeps no versions. */
  readonly version?: string;
  readonly etag?: string;
}

/** A copy's source as S3 wants it: percent-encoded, slashes kept. */
export const copySource = ({ bucket, key, version }: ObjectVersion) =>
  `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}?versionId=${encodeURIComponent(version)}`;
