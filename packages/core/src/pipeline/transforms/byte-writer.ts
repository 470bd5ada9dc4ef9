const backslash = 0x5c;
const quote = 0x22;
const space = 0x20;
const hexadecimal = Buffer.from("0123456789abcdef");
const shortEscapes = new Map(
  Object.entries({ "\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r" }).map(
    ([character, letter]) => [character.charCodeAt(0), letter.charCodeAt(0)],
  ),
);

/** Gathers output bytes in one buffer that is used again and again. */
export class ByteWriter {
  #bytes: Uint8Array = new Uint8Array(128 * 1024);
  #length = 0;

  get length() {
    return this.#length;
  }

  byte(byte: number) {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  write(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#reserve(end - start);
    const own = this.#bytes;
    let length = this.#length;
    // Faster than `set` for the few bytes of a field.
    for (let index = start; index < end; index++) own[length++] = bytes[index]!;
    this.#length = length;
  }

  /** UTF-8 as a JSON string, escaped as `JSON.stringify` does. */
  jsonString(bytes: Uint8Array, start: number, end: number) {
    this.#reserve(2 + 6 * (end - start));
    const own = this.#bytes;
    let length = this.#length;
    own[length++] = quote;
    for (let index = start; index < end; index++) {
      const byte = bytes[index]!;
      if (byte >= space && byte !== quote && byte !== backslash) own[length++] = byte;
      else length = escape(own, length, byte);
    }
    own[length++] = quote;
    this.#length = length;
  }

  /** A copy of what was gathered; gathering begins anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #reserve(bytes: number) {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Gives the length after it. */
function escape(into: Uint8Array, at: number, byte: number): number {
  into[at] = backslash;
  into[at + 1] = byte < space ? (shortEscapes.get(byte) ?? 0x75) : byte;
  if (byte >= space || shortEscapes.has(byte)) return at + 2;
  into[at + 2] = into[at + 3] = 0x30;
  into[at + 4] = hexadecimal[byte >> 4]!;
  into[at + 5] = hexadecimal[byte & 0xf]!;
  return at + 6;
}
