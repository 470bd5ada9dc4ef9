/** An ETag without its quotes. */
export const bare = (etag: string): string => etag.replace(/^"|"$/g, "");
