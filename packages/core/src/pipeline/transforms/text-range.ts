/** Longer texts are cut for `min` and `max`. */
const longestShown = 100;
const none = new Uint8Array();

/** The least and the greatest of many UTF-8 texts, in the order of their code points. */
export class TextRange {
  count = 0;
  #min: Uint8Array = none;
  #max: Uint8Array = none;

  add(bytes: Uint8Array, start: number, end: number) {
    const isFirst = this.count++ === 0;
    if (isFirst || compare(bytes, start, end, this.#min) < 0) this.#min = copy(bytes, start, end);
    if (isFirst || compare(bytes, start, end, this.#max) > 0) this.#max = copy(bytes, start, end);
  }

  range() {
    return { count: this.count, min: shown(this.#min), max: shown(this.#max) };
  }
}

function compare(bytes: Uint8Array, start: number, end: number, other: Uint8Array): number {
  const length = Math.min(end - start, other.length);
  for (let index = 0; index < length; index++) {
    const difference = bytes[start + index]! - other[index]!;
    if (difference !== 0) return difference;
  }
  return end - start - other.length;
}

/** Not a view, which would keep the whole chunk in memory. */
function copy(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, start, Math.min(end, start + longestShown));
}

/** Without the first bytes of a character that the cut went through. */
function shown(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  return bytes.length === longestShown ? text.replace(/\ufffd$/, "") : text;
}
