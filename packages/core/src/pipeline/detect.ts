import { markupType } from "./detect-markup.ts";
import { typeBySignature } from "./detect-signatures.ts";
import { encodingByMark } from "./transforms/decode.ts";
import { InvalidFileError } from "./transforms/errors.ts";
import { JsonCheck } from "./transforms/json-check.ts";
import { defaultLimits } from "./transforms/limits.ts";

/** How many of a file's first bytes decide. More are not looked at, so chunks don't matter. */
export const detectedBytes = 4_096;
/** Of random bytes a tenth are controls; a text may have a stray one. */
const mostControls = 0.05;

/**
 * What a file is, by its first bytes and nothing else. Pure.
 *
 * A signature (PNG, ZIP, gzip, ELF …); else, if nothing in it is binary, `image/svg+xml`,
 * `text/html`, XML, `application/json`, `application/x-ndjson` or `text/plain`; else
 * `application/octet-stream`. No bytes at all are `application/x-empty`.
 */
export function detectType(start: Uint8Array): string {
  const head = start.subarray(0, detectedBytes);
  if (head.length === 0) return "application/x-empty";
  const encoding = encodingByMark(head);
  const isText = encoding !== undefined || !isBinary(head);
  const signed = typeBySignature(head, isText);
  if (signed !== undefined) return signed;
  if (!isText) return "application/octet-stream";
  return markupType(new TextDecoder(encoding).decode(head)) ?? jsonType(head) ?? "text/plain";
}

/** A NUL, or more than a few of the bytes that no text should have (WHATWG MIME sniffing, 3). */
function isBinary(head: Uint8Array): boolean {
  return head.includes(0) || head.filter(isControl).length > head.length * mostControls;
}

function isControl(byte: number): boolean {
  const isSpace = byte >= 0x09 && byte <= 0x0d && byte !== 0x0b;
  return byte < 0x20 && byte !== 0x1b && !isSpace;
}

/** Objects and arrays only: `42` or `"hello"` may begin any text. */
function jsonType(head: Uint8Array): string | undefined {
  const start = Buffer.from(head.subarray(0, 64)).toString("latin1");
  if (!/^(?:\xef\xbb\xbf)?\s*[{[]/.test(start)) return undefined;
  const check = new JsonCheck({ mode: "either", maxDepth: defaultLimits.maxJsonDepth });
  try {
    check.write(head);
    if (head.length < detectedBytes) check.end();
  } catch (error) {
    if (error instanceof InvalidFileError) return undefined;
    throw error;
  }
  return check.mode === "ndjson" ? "application/x-ndjson" : "application/json";
}
