import { type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { checkHeader } from "./copy-source.ts";
import { s3Error } from "./errors.ts";
import { type ObjectHeaders } from "./store.ts";

type Described = Pick<
  PutObjectCommandInput,
  | "Key"
  | "Metadata"
  | "ContentType"
  | "CacheControl"
  | "ContentDisposition"
  | "ContentEncoding"
  | "ContentLanguage"
  | "WebsiteRedirectLocation"
  | "Expires"
  | "StorageClass"
>;

const headerNames = [
  "ContentType",
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "WebsiteRedirectLocation",
] as const;

/** The headers of a request that stay with the object. */
export function headersOf(input: Described): ObjectHeaders {
  for (const name of headerNames) checkHeader(name, input[name]);
  const given = headerNames.filter((name) => input[name] !== undefined);
  const headers = Object.fromEntries(given.map((name) => [name, input[name]]));
  const { Expires, StorageClass } = input;
  const others = { ...(Expires && { Expires }), ...(StorageClass && { StorageClass }) };
  return { ContentType: "application/octet-stream", ...headers, ...others };
}

/** The user metadata of a request: names in lower case, 2 KB at most. */
export function metadataOf({ Metadata = {} }: Described): Record<string, string> {
  const entries = Object.entries(Metadata).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  for (const [name, value] of entries) checkHeader(`x-amz-meta-${name}`, value);
  const bytes = entries.reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
  if (bytes > 2048) {
    throw s3Error(
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
    );
  }
  return Object.fromEntries(entries);
}

/** A key has 1 to 1,024 bytes. */
export function checkKey({ Key = "" }: Pick<Described, "Key">): string {
  if (Buffer.byteLength(Key) > 1024) throw s3Error("KeyTooLongError", "Your key is too long");
  return Key;
}
