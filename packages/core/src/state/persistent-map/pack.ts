import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { CorruptStateError } from "../codec/errors.ts";
import { PersistentMapTooLargeError } from "./errors.ts";

/** What one item may have at most: names and values of its attributes, in bytes. */
export const itemLimit = 400 * 1024;
/** What the items of one transaction may have together, in bytes, and how many they may be. */
export const transactionLimit = 4 * 1024 * 1024;
const mostItems = 100;

/** How a content is stored: in the item itself, or in parts beside it. */
export type Packed =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "parts"; readonly parts: readonly Uint8Array[] };

/** Room for a content, in bytes. */
export interface Room {
  /** Beside the other attributes of the item. */
  readonly item: number;
  /** In one part's item, and what the rest of such an item takes. */
  readonly part: number;
  readonly partOverhead: number;
  /** What the item takes that has its content in parts. */
  readonly main: number;
}

// The first byte tells what the others are. A pickle begins with 0x80.
const plain = 0;
const brotli = 1;

/**
 * Decides how a text is stored: as text, unless compressing it saves a write unit (1 KB); in parts
 * when it doesn't fit one item. Throws `PersistentMapTooLargeError`. Pure.
 */
export function pack(text: string, room: Room): Packed {
  const size = Buffer.byteLength(text);
  const compressed = size > 1024 ? compress(text, size) : undefined;
  const saves = compressed !== undefined && units(compressed.length) < units(size);
  if (size <= room.item && !saves) return { kind: "text", text };
  const bytes = compressed && compressed.length <= size ? compressed : tagged(plain, text);
  if (bytes.length <= room.item) return { kind: "bytes", bytes };
  return { kind: "parts", parts: split(bytes, room) };
}

const units = (bytes: number) => Math.ceil(bytes / 1024);

function split(bytes: Uint8Array, { part, partOverhead, main }: Room): Uint8Array[] {
  const count = Math.ceil(bytes.length / part);
  const size = bytes.length + count * partOverhead + main;
  if (size > transactionLimit || count + 1 > mostItems)
    throw new PersistentMapTooLargeError(size, transactionLimit);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * part, (at + 1) * part));
}

function compress(text: string, size: number): Uint8Array {
  const params = {
    // Twice as fast as 5, and two percent larger.
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
  };
  return tagged(brotli, brotliCompressSync(text, { params }));
}

function tagged(tag: number, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([Uint8Array.of(tag), bytes]);
}

/** The text in stored bytes of at most `limit` characters. Throws `CorruptStateError`. */
export function unpack(bytes: Uint8Array, limit: number): string {
  const [tag] = bytes;
  const content = bytes.subarray(1);
  if (tag === plain) return Buffer.from(content).toString("utf8");
  if (tag !== brotli) throw new CorruptStateError("bytes of an unknown kind", tag);
  try {
    // A character has at most three bytes for each UTF-16 unit.
    return brotliDecompressSync(content, { maxOutputLength: 3 * limit }).toString("utf8");
  } catch {
    throw new CorruptStateError("compressed bytes that are damaged, or unpack to too much");
  }
}
