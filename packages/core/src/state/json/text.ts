import { decodeJson } from "./decode.ts";
import { encodeJson } from "./encode.ts";
import { type Hooks, type Replacer } from "./hooks.ts";

export interface TextOptions {
  readonly replacer?: Replacer;
  /** `python`: as `json.dumps` writes by default, in ASCII; `pretty`: so, with two spaces a level. */
  readonly form: "compact" | "python" | "pretty";
  /** Whether everybody who reads this bare word takes it for the string it is. */
  readonly isBare: (word: string) => boolean;
}

/** A value as it is stored: JSON, or a bare string as it is where nobody misreads it. */
export function toText(value: unknown, { replacer, form, isBare }: TextOptions): string {
  const json = encodeJson(value, replacer, form === "pretty" ? 2 : undefined);
  if (json.startsWith('"')) {
    const word = JSON.parse(json) as string;
    if (word.isWellFormed() && !word.includes("\0") && isBare(word)) return word;
  }
  if (form === "compact") return json;
  return asciiOnly(form === "python" ? spaced(json) : json);
}

/** What a stored text means; what is no JSON is the string it is. */
export function fromText(text: string, { reviver }: Pick<Hooks, "reviver">): unknown {
  const found = decodeJson(text, reviver);
  if (found) return found.value;
  return reviver ? reviver.call({ "": text }, "", text) : text;
}

function spaced(json: string): string {
  const parts = /"[^"\\]*(?:\\[^][^"\\]*)*"|[,:]/g;
  return json.replace(parts, (part) => (part.startsWith('"') ? part : `${part} `));
}

function asciiOnly(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
