import { InvalidFileError } from "./errors.ts";
import { Utf8Check } from "./utf8.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts a text's lines and characters byte by byte. LF, CRLF and CR end a line. */
export class TextCounter {
  lines = 0;
  blankLines = 0;
  /** Bytes, the line end left out. */
  longestLine = 0;
  readonly lineEnds = { lf: 0, crlf: 0, cr: 0 };
  #characters = 0;
  #lineLength = 0;
  #afterCarriageReturn = false;
  #isUtf8 = true;
  readonly #utf8 = new Utf8Check();

  write(chunk: Uint8Array): void {
    this.#check(() => this.#utf8.write(chunk));
    for (const byte of chunk) {
      if ((byte & 0xc0) !== 0x80) this.#characters++;
      if (byte === lineFeed) this.#lineFeed();
      else if (byte === carriageReturn) this.#carriageReturn();
      else {
        this.#lineLength++;
        this.#afterCarriageReturn = false;
      }
    }
  }

  end(): void {
    this.#check(() => this.#utf8.end());
    if (this.#lineLength > 0) this.#endLine();
  }

  /** Code points; unknown where the bytes aren't UTF-8. */
  get characters(): number | null {
    return this.#isUtf8 ? this.#characters : null;
  }

  #lineFeed() {
    if (this.#afterCarriageReturn) {
      this.lineEnds.cr--;
      this.lineEnds.crlf++;
    } else {
      this.lineEnds.lf++;
      this.#endLine();
    }
    this.#afterCarriageReturn = false;
  }

  #carriageReturn() {
    this.lineEnds.cr++;
    this.#endLine();
    this.#afterCarriageReturn = true;
  }

  #endLine() {
    this.lines++;
    if (this.#lineLength === 0) this.blankLines++;
    if (this.#lineLength > this.longestLine) this.longestLine = this.#lineLength;
    this.#lineLength = 0;
  }

  /** Another encoding is no error in a text; it only leaves the characters unknown. */
  #check(step: () => void) {
    if (!this.#isUtf8) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof InvalidFileError)) throw error;
      this.#isUtf8 = false;
    }
  }
}
