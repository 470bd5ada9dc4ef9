import { isUtf8 } from "node:buffer";
import { InvalidFileError } from "./errors.ts";

/** Holds bytes to UTF-8, in pieces cut anywhere. */
export class Utf8Check {
  #carry: Uint8Array = new Uint8Array();
  #offset = 0;

  /** Throws `InvalidFileError`, naming the byte where the bad sequence begins. */
  write(chunk: Uint8Array): void {
    const bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const whole = bytes.length - incompleteTail(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) throw this.#invalidAt(firstInvalid(bytes));
    this.#offset += whole;
    this.#carry = Uint8Array.from(bytes.subarray(whole));
  }

  /** Throws `InvalidFileError` when the last character is cut off. */
  end(): void {
    if (this.#carry.length > 0) throw this.#invalidAt(0);
  }

  #invalidAt(index: number) {
    return new InvalidFileError(`Not valid UTF-8 from byte ${this.#offset + index} on.`);
  }
}

/** How many of the last bytes begin a character that isn't whole yet. */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    const continues = (byte & 0xc0) === 0x80;
    if (!continues) return bytesFrom(byte) > back ? back : 0;
  }
  return 0;
}

function bytesFrom(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

/** Where the first bad sequence begins: the longest good prefix, found by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - incompleteTail(prefix)))) good = middle;
    else bad = middle;
  }
  return good - incompleteTail(bytes.subarray(0, good));
}
