import { createHash } from "node:crypto";
import type { FileRecord } from "../pipeline/ledger/record.ts";
import { InvalidFileError } from "./errors.ts";
import { partLength } from "./parts.ts";
import type { UploadRecord } from "./record.ts";
import type { UploadedPart } from "./s3-upload.ts";

/** The parts to complete with, in order: all of them, each once and of its size. Pure. Throws `InvalidFileError`. */
export function orderParts(record: UploadRecord, parts: readonly UploadedPart[]): UploadedPart[] {
  const found = new Map(parts.map((part) => [part.partNumber, part]));
  const numbers = Array.from({ length: record.part_count }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !isWhole(found.get(number), record, number));
  const surplus = [...found.keys()].filter((number) => number < 1 || number > record.part_count);
  if (missing.length > 0) refuse(missing, `all ${record.part_count} parts; missing or incomplete`);
  if (surplus.length > 0 || found.size !== parts.length) {
    refuse(surplus, `each of the ${record.part_count} parts once`);
  }
  return numbers.flatMap((number) => found.get(number) ?? []);
}

function isWhole(part: UploadedPart | undefined, record: UploadRecord, number: number): boolean {
  if (!part) return false;
  const { size = partLength(record.size, record.part_size, number) } = part;
  return size === partLength(record.size, record.part_size, number);
}

function refuse(numbers: number[], expected: string): never {
  throw new InvalidFileError([{ field: "parts", value: numbers, expected }]);
}

/** The stored version that came of this upload: by its correlation id, or by S3's ETag of its parts. Pure. */
export function findStored(
  record: UploadRecord,
  parts: readonly UploadedPart[],
  versions: readonly FileRecord[],
): FileRecord | undefined {
  const etag = multipartEtag(parts);
  return versions.find(
    (version) =>
      version.correlation === record.correlation || (etag !== undefined && version.etag === etag),
  );
}

/** S3's ETag of an object in parts: the MD5 of their MD5s, and their number. Unknown for other ETags. */
function multipartEtag(parts: readonly UploadedPart[]): string | undefined {
  if (parts.length === 0 || !parts.every(({ etag }) => /^[0-9a-f]{32}$/.test(etag)))
    return undefined;
  const hash = createHash("md5");
  for (const { etag } of parts) hash.update(etag, "hex");
  return `${hash.digest("hex")}-${parts.length}`;
}
