import { type Tag } from "@aws-sdk/client-s3";
import { s3Error } from "./errors.ts";

/** Reads the `x-amz-tagging` header: a query string of at most 10 tags. */
export function parseTagging(header: string | undefined): Tag[] {
  const tags = [...new URLSearchParams(header ?? "")].map(([Key, Value]) => ({ Key, Value }));
  return checkTags(tags);
}

/** At most 10 tags, keys of at most 128 and values of at most 256 characters, no key twice. */
export function checkTags(tags: readonly Tag[]): Tag[] {
  const keys = tags.map(({ Key }) => Key ?? "");
  if (tags.length > 10) throw s3Error("BadRequest", "Object tags cannot be greater than 10");
  if (new Set(keys).size < keys.length)
    throw s3Error("InvalidTag", "Cannot provide multiple Tags with the same key");
  for (const { Key = "", Value = "" } of tags) {
    if (Key.length === 0 || Key.length > 128)
      throw s3Error("InvalidTag", "The TagKey you have provided is invalid");
    if (Value.length > 256)
      throw s3Error("InvalidTag", "The TagValue you have provided is invalid");
  }
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}
