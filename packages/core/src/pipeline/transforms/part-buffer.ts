const firstBytes = 64 * 1024;

/** Gathers bytes up to a part's size in one growing buffer, used again for each part. */
export class PartBuffer {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length() {
    return this.#length;
  }

  /** What was gathered; valid until the next `add` after `clear`. */
  get content(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Takes as much of the chunk as there is room up to `capacity`; gives the count taken. */
  add(chunk: Uint8Array, capacity: number): number {
    const taken = Math.min(chunk.length, capacity - this.#length);
    this.#grow(this.#length + taken, capacity);
    this.#bytes.set(chunk.subarray(0, taken), this.#length);
    this.#length += taken;
    return taken;
  }

  clear() {
    this.#length = 0;
  }

  #grow(needed: number, capacity: number) {
    if (needed <= this.#bytes.length) return;
    const size = Math.min(capacity, Math.max(needed, this.#bytes.length * 2, firstBytes));
    const larger = Buffer.allocUnsafeSlow(size);
    larger.set(this.content);
    this.#bytes = larger;
  }
}
