import { InvalidFileError } from "./errors.ts";
import { charsetOf } from "./format.ts";
import { type Bytes, type FileFacts } from "./type.ts";
import { Utf8Check } from "./utf8.ts";

export interface DecodedText {
  /** A label of the WHATWG Encoding Standard, like `utf-8` or `windows-1252`. */
  readonly encoding: string;
  /** Valid UTF-8 without a byte-order mark. */
  readonly utf8: Bytes;
}

/**
 * Text in UTF-8 from bytes: by a byte-order mark, else the declared charset, else they are UTF-8.
 *
 * `start` is at least the first three bytes, or all there are. Reading throws `InvalidFileError`
 * where the bytes don't fit the encoding; a charset that nobody knows is invalid at once.
 */
export function decodeText(source: Bytes, start: Uint8Array, facts: FileFacts): DecodedText {
  const mark = encodingByMark(start);
  const encoding = mark ?? canonical(charsetOf(facts) ?? "utf-8");
  if (encoding !== "utf-8") return { encoding, utf8: transcoded(source, encoding) };
  return { encoding, utf8: checked(source, mark ? 3 : 0) };
}

/** The encoding that a byte-order mark announces. */
export function encodingByMark(start: Uint8Array): string | undefined {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

function canonical(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new InvalidFileError(`The declared charset "${label.slice(0, 40)}" is unknown.`);
  }
}

async function* checked(source: Bytes, markBytes: number): Bytes {
  const check = new Utf8Check();
  let skip = markBytes;
  for await (const chunk of source) {
    check.write(chunk);
    yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
  check.end();
}

async function* transcoded(source: Bytes, encoding: string): Bytes {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of source) {
    yield orInvalid(encoding, () => decoder.decode(chunk, { stream: true }));
  }
  yield orInvalid(encoding, () => decoder.decode());
}

function orInvalid(encoding: string, decode: () => string): Buffer {
  try {
    return Buffer.from(decode());
  } catch {
    throw new InvalidFileError(`Not valid ${encoding}.`);
  }
}
