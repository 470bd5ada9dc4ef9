import { type Replacer } from "../json/hooks.ts";
import { toText } from "../json/text.ts";
import { isNoJson, isPythonNumber } from "../json/words.ts";
import { historyText, remembered, withWrite, type History } from "../writes/history.ts";
import { JarFullError } from "./errors.ts";
import { pack, unpack, type Compression } from "./pack.ts";
import { environmentLimit, fits, sizeOf, without, type Variables } from "./room.ts";

/** What is to be put, and how. */
export interface Content {
  readonly value: unknown;
  readonly compression: Compression | undefined;
  readonly replacer: Replacer | undefined;
}

/** The variables of a jar: the one with its value, and the one with the ids of its last updates. */
export interface Names {
  readonly value: string;
  readonly writes: string;
}

/** A value as the variable holds it. Throws `UnstorableValueError`. Pure. */
export function stored({ value, compression, replacer }: Content): string {
  // A bare word has no mark by which brotli could be told from chance.
  const isBare = compression === "brotli" ? () => false : isWord;
  return pack(toText(value, { replacer, form: "compact", isBare }), compression);
}

/** Whether awsjar and `Jar` read a word as the string it is. */
function isWord(word: string): boolean {
  return word !== "" && isNoJson(word) && !isPythonNumber(word) && isPlain(word);
}

function isPlain(word: string): boolean {
  try {
    return unpack(word) === word;
  } catch {
    return false;
  }
}

/** The environment with a value put. Throws `JarFullError`, `UnstorableValueError`. Pure. */
export function planPut(variables: Variables, names: Names, content: Content): Variables {
  const next = { ...variables, [names.value]: stored(content) };
  if (!fits(next)) throw full(variables, next, names, content);
  return next;
}

/**
 * The environment with a value put by the update `id`, which the second variable remembers with as
 * many former ones as there is room for. Throws `JarFullError`, `UnstorableValueError`. Pure.
 */
export function planUpdate(
  variables: Variables,
  names: Names,
  content: Content,
  { history, id }: { readonly history: History; readonly id: string },
): Variables {
  const text = stored(content);
  const withMost = (most: number) => ({
    ...variables,
    [names.value]: text,
    [names.writes]: historyText(withWrite(history, id, most)),
  });
  for (let most = remembered; most > 0; most--) if (fits(withMost(most))) return withMost(most);
  throw full(variables, withMost(1), names, content);
}

function full(variables: Variables, next: Variables, names: Names, content: Content) {
  const others = sizeOf(without(variables, [names.value, names.writes]));
  const fitsAs = (compression: Compression) =>
    fits({ ...next, [names.value]: stored({ ...content, compression }) });
  return new JarFullError({
    neededBytes: sizeOf(next) - others,
    availableBytes: environmentLimit - others,
    wouldFitWith: (["deflate", "brotli"] as const).find(fitsAs),
  });
}
