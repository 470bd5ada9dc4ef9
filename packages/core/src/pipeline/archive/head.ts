import type { GetObjectCommandOutput, HeadObjectCommandOutput } from "@aws-sdk/client-s3";

/** What a client stored with an object, and a copy must keep. */
export interface SourceHead {
  readonly etag?: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  readonly expires?: Date;
  readonly redirect?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads the answer to a GET or HEAD of an object. */
export function headOf(answer: GetObjectCommandOutput | HeadObjectCommandOutput): SourceHead {
  const expires = new Date(answer.ExpiresString ?? Number.NaN);
  return {
    etag: unquoted(answer.ETag),
    size: answer.ContentLength ?? 0,
    contentType: answer.ContentType,
    cacheControl: answer.CacheControl,
    contentDisposition: answer.ContentDisposition,
    contentEncoding: answer.ContentEncoding,
    contentLanguage: answer.ContentLanguage,
    expires: Number.isNaN(expires.getTime()) ? undefined : expires,
    redirect: answer.WebsiteRedirectLocation,
    metadata: answer.Metadata ?? {},
  };
}

/** The headers of a new object that is to be like this one. */
export function headersLike(head: SourceHead) {
  return {
    ContentType: head.contentType,
    CacheControl: head.cacheControl,
    ContentDisposition: head.contentDisposition,
    ContentEncoding: head.contentEncoding,
    ContentLanguage: head.contentLanguage,
    Expires: head.expires,
    WebsiteRedirectLocation: head.redirect,
  };
}

/** S3 quotes ETags; events don't. */
export const unquoted = (etag: string | undefined) => etag?.replace(/^"|"$/g, "");
