import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  inflateSync,
} from "node:zlib";
import { CorruptStateError, UnstorableValueError } from "../codec/errors.ts";
import { decodeJson } from "../json/decode.ts";

export type Compression = "deflate" | "brotli";

/** The most that a jar's value may be when it is unpacked, in bytes: a bomb is not let grow beyond. */
export const unpackedLimit = 1024 ** 2;

/** A text as the variable holds it. Throws `UnstorableValueError` beyond 1 MiB. Pure. */
export function pack(text: string, compression: Compression | undefined): string {
  if (compression === undefined) return text;
  const bytes = Buffer.from(text);
  if (bytes.length > unpackedLimit)
    throw new UnstorableValueError("(the value)", `more than ${unpackedLimit} bytes of JSON`);
  const packed = compression === "deflate" ? deflateSync(bytes, { level: 9 }) : brotli(bytes);
  return packed.toString("base64");
}

/**
 * The text that a variable means, whoever packed it or not. Pure.
 *
 * Deflate is known by its header and checked by its checksum. Brotli has neither: what unpacks to
 * JSON is taken for it. Throws `CorruptStateError` for damaged deflate and for what unpacks to more
 * than 1 MiB.
 */
export function unpack(stored: string): string {
  if (!isBase64.test(stored) || stored.length % 4 > 0 || decodeJson(stored)) return stored;
  const bytes = Buffer.from(stored, "base64");
  if (isDeflate(bytes)) return inflate(bytes);
  return unbrotli(bytes) ?? stored;
}

const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/;
const limit = { maxOutputLength: unpackedLimit };

function brotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

// RFC 1950: method 8, and the first two bytes are a multiple of 31; at least a block and a checksum follow.
function isDeflate(bytes: Buffer): boolean {
  return bytes.length >= 8 && bytes[0] === 0x78 && bytes.readUInt16BE(0) % 31 === 0;
}

function inflate(bytes: Buffer): string {
  try {
    return inflateSync(bytes, limit).toString();
  } catch (error) {
    throw new CorruptStateError(`the jar's deflate is damaged (${messageOf(error)})`);
  }
}

function unbrotli(bytes: Buffer): string | undefined {
  try {
    const text = brotliDecompressSync(bytes, limit).toString();
    return decodeJson(text) && text;
  } catch (error) {
    if (isTooLarge(error))
      throw new CorruptStateError(`the jar unpacks to over ${unpackedLimit} bytes`);
    return undefined;
  }
}

const isTooLarge = (error: unknown) =>
  error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
