import { type SourceHead } from "./head.ts";

/** The copy's metadata names the version it was made from. */
export const markName = "switchyard-version";

const longestMetadata = 2048;

/**
 * The metadata of a copy: the source's, and which version that is. Without room for the mark
 * (S3 takes 2 KB) the metadata alone: such a copy is known by its ETag.
 */
export function markedMetadata({ metadata }: SourceHead, version: string): Record<string, string> {
  const own = withoutMark({ metadata });
  const marked = { ...own, [markName]: version };
  return sizeOf(marked) <= longestMetadata ? marked : own;
}

/** An object's metadata without the mark: what its uploader gave it. */
export function withoutMark({ metadata }: Pick<SourceHead, "metadata">): Record<string, string> {
  const { [markName]: _, ...own } = metadata;
  return own;
}

/** Whether an object is the whole copy of this version. ETag and size are the source's, where known. */
export function isCopyOf(
  copy: SourceHead,
  { version, etag, size }: { version: string; etag?: string; size?: number },
): boolean {
  if (size !== undefined && copy.size !== size) return false;
  const mark = copy.metadata[markName];
  if (mark !== undefined) return mark === version;
  const isFull = sizeOf({ ...copy.metadata, [markName]: version }) > longestMetadata;
  return isFull && etag !== undefined && copy.etag === etag;
}

const sizeOf = (metadata: Record<string, string>) =>
  Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
