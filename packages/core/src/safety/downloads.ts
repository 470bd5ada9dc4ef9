import { contentDisposition } from "./content-disposition.ts";

export interface Download {
  /** A file name, or a key whose last segment is one. */
  readonly name: string;
  readonly contentType?: string;
}

const neutral = "application/octet-stream";
/** Types that hold no script and refer to nothing; all others are neutralised. */
const passive =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|heic|bmp|tiff)|audio\/[\w.+-]+|video\/[\w.+-]+|font\/[\w.+-]+|text\/(?:plain|csv|tab-separated-values|markdown)|application\/(?:json|x-ndjson|gzip|zip|x-7z-compressed|x-tar|x-bzip2|x-xz|zstd|pdf|ogg))(?:\s*;\s*charset=[\w.-]+)?$/i;

/**
 * The type under which a file may be served: its own if nothing in it can run, else
 * `application/octet-stream`, as for HTML, SVG, XML, scripts and anything unknown, whatever the name
 * says. A type that isn't one (line breaks, say) is neutralised too. Never throws.
 */
export function safeContentType(contentType = neutral): string {
  const type = contentType.trim();
  return passive.test(type) ? type : neutral;
}

/**
 * What to put into a presigned GetObject, so that S3 answers with headers that make a browser save
 * the file and not show it. (S3 can't be made to answer `nosniff`.)
 */
export function presignedOverrides({ name, contentType }: Download) {
  return {
    ResponseContentDisposition: contentDisposition(name),
    ResponseContentType: safeContentType(contentType),
  };
}

/** The headers for a file that this app itself answers with. */
export function downloadHeaders({ name, contentType }: Download) {
  return {
    "content-disposition": contentDisposition(name),
    "content-type": safeContentType(contentType),
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-site",
  };
}
