/**
 * JSON of what Python's `repr` made of it, as in the closed rows of sosw: `{'x': 1, 'ok': True}`.
 * JSON, and what is neither, comes back as it is.
 */
export function jsonOf(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    const value = new Reader(text).whole();
    return value === undefined ? text : JSON.stringify(value.value);
  }
}

/** A value that was read; `undefined` instead of it where the text is nothing Python writes. */
type Read = { readonly value: unknown } | undefined;

const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
const closing: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}" };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Read {
    const read = this.#value();
    this.#skip();
    return this.#at === this.#text.length ? read : undefined;
  }

  #value(): Read {
    this.#skip();
    const next = this.#text[this.#at] ?? "";
    if (next === "{") return this.#dictionary();
    if (next === "[" || next === "(") return this.#list(next);
    if (next === "'" || next === '"') return this.#string(next);
    const word = this.#take(/True|False|None/y);
    if (word !== undefined) return { value: words[word] };
    const number = this.#take(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/y);
    return number === undefined ? undefined : { value: Number(number) };
  }

  #list(open: string): Read {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      if (this.#ends(closing[open] ?? "")) return { value: items };
      const item = this.#value();
      if (!item) return undefined;
      items.push(item.value);
      if (!this.#comma(closing[open] ?? "")) return undefined;
    }
  }

  #dictionary(): Read {
    const entries: [string, unknown][] = [];
    this.#at++;
    for (;;) {
      if (this.#ends("}")) return { value: Object.fromEntries(entries) };
      const key = this.#value();
      this.#skip();
      if (!key || this.#take(/:/y) === undefined) return undefined;
      const item = this.#value();
      if (!item) return undefined;
      entries.push([String(key.value), item.value]);
      if (!this.#comma("}")) return undefined;
    }
  }

  #string(quote: string): Read {
    const pattern = quote === "'" ? /'((?:[^'\\]|\\.)*)'/y : /"((?:[^"\\]|\\.)*)"/y;
    const quoted = this.#take(pattern);
    return quoted === undefined ? undefined : { value: unescaped(quoted.slice(1, -1)) };
  }

  #ends(end: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== end) return false;
    this.#at++;
    return true;
  }

  #comma(end: string): boolean {
    this.#skip();
    return this.#take(/,/y) !== undefined || this.#text[this.#at] === end;
  }

  #skip(): void {
    this.#take(/\s+/y);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

const unescaped = (text: string) =>
  text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs,
    (_, byte?: string, short?: string, long?: string, letter = "") => {
      const code = byte ?? short ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return letters[letter] ?? letter;
    },
  );
