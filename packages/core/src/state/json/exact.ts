/** A place in a JSON text that holds a number just as it was written. */
interface ExactJson {
  rawJSON(text: string): object;
  parse(text: string, reviver: ExactReviver): unknown;
}
type ExactReviver = (
  this: unknown,
  key: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

/** What Node 22 and later can do with numbers that a double can't hold; its types come later. */
export const exactJson = JSON as unknown as ExactJson;

/** Python's words for what JSON has no number for, each beside a number that nobody writes. */
const pythonNumbers = [
  { word: "NaN", number: Number.NaN, stand: "1e9999990" },
  { word: "Infinity", number: Number.POSITIVE_INFINITY, stand: "1e9999991" },
  { word: "-Infinity", number: Number.NEGATIVE_INFINITY, stand: "-1e9999991" },
] as const;

const texts = String.raw`"[^"\\]*(?:\\[^][^"\\]*)*"`;
const words = new RegExp(String.raw`${texts}|-?Infinity|NaN`, "g");
const stands = new RegExp(String.raw`${texts}|-?1e999999[01]`, "g");

/** Puts numbers in the place of Python's words, outside of strings. */
export function standForPythons(text: string): string {
  return text.replace(words, (found) => byWord.get(found)?.stand ?? found);
}

/** Puts Python's words in the place of such numbers, outside of strings. */
export function spellAsPython(json: string): string {
  return json.replace(stands, (found) => byStand.get(found)?.word ?? found);
}

/** The JSON that keeps a number what it is: -0, what no JSON has, and what would come back as a BigInt. */
export function exactNumber(number: number): unknown {
  if (Object.is(number, -0)) return exactJson.rawJSON("-0.0");
  const special = pythonNumbers.find((one) => Object.is(one.number, number));
  if (special) return exactJson.rawJSON(special.stand);
  const looksLikeBigInt = Number.isInteger(number) && !Number.isSafeInteger(number);
  return looksLikeBigInt ? exactJson.rawJSON(number.toExponential()) : number;
}

/** What a number in a text means: an integer that a number can't hold is a BigInt. */
export function exactValue(number: number, source: string): number | bigint {
  const special = byStand.get(source);
  if (special) return special.number;
  return !Number.isSafeInteger(number) && /^-?\d+$/.test(source) ? BigInt(source) : number;
}

const byWord = new Map<string, (typeof pythonNumbers)[number]>(
  pythonNumbers.map((one) => [one.word, one]),
);
const byStand = new Map<string, (typeof pythonNumbers)[number]>(
  pythonNumbers.map((one) => [one.stand, one]),
);
