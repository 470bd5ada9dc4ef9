import type { Upload } from "../upload.ts";

const key = "switchyard.uploads";

/** What of an upload is worth keeping: not what changes with each moment. */
const worth = [
  "id",
  "name",
  "size",
  "type",
  "lastModified",
  "way",
  "overwrite",
  "key",
  "correlationId",
  "multipart",
  "partSize",
  "session",
  "sent",
] as const satisfies readonly (keyof Upload)[];

/** Writes the unfinished uploads down. A full storage loses nothing but this. */
export function writeKept(uploads: readonly Upload[], storage: Storage = localStorage) {
  const kept = uploads.map((upload) =>
    Object.fromEntries(
      worth.flatMap((name) => (upload[name] === undefined ? [] : [[name, upload[name]]])),
    ),
  );
  try {
    if (kept.length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(kept));
  } catch {
    storage.removeItem(key);
  }
}

/** What an earlier visit left. What can't be read is left out. */
export function readKept(storage: Storage = localStorage): Upload[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter(isUpload).map((upload) => ({ ...upload, phase: "missing" }))
      : [];
  } catch {
    return [];
  }
}

function isUpload(kept: unknown): kept is Upload {
  if (typeof kept !== "object" || kept === null) return false;
  const { id, name, size, type, way, sent, lastModified } = kept as Partial<Upload>;
  return (
    [id, name, type].every((text) => typeof text === "string") &&
    [size, sent, lastModified].every((number) => typeof number === "number") &&
    (way === "put" || way === "parts" || way === "credentials")
  );
}
