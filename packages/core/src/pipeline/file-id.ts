import { InvalidInputError } from "../errors.ts";

/** The API's name of one uploaded version: URL-safe, no secret, decoded by `parseFileId`. */
export function fileId({ key, version }: { key: string; version: string }): string {
  return Buffer.from(`${key}\0${version}`, "utf8").toString("base64url");
}

/** Decodes a file id. Throws `InvalidInputError` for what `fileId` didn't make. */
export function parseFileId(id: string): { key: string; version: string } {
  const text = Buffer.from(id, "base64url").toString("utf8");
  const [key = "", version = "", ...rest] = text.split("\0");
  const isCanonical = key !== "" && version !== "" && fileId({ key, version }) === id;
  if (!isCanonical || rest.length > 0 || version.startsWith("#")) {
    throw new InvalidInputError([{ field: "id", value: id, expected: "a file's id" }]);
  }
  return { key, version };
}
