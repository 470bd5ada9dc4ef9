import { decodeJson } from "./decode.ts";

/** Whether a word is no JSON, so that whoever reads JSON takes it for a string. */
export const isNoJson = (word: string): boolean => decodeJson(word) === undefined;

/** Whether Python's `float` makes a number of a word, like `1_000`, `.5`, `nan` or ` inf `. */
export const isPythonNumber = (word: string): boolean => pythonNumber.test(word);

const digits = String.raw`\p{Nd}+(?:_\p{Nd}+)*`;
const exponent = `(?:e[+-]?${digits})?`;
const number = String.raw`inf(?:inity)?|nan|${digits}(?:\.(?:${digits})?)?${exponent}|\.${digits}${exponent}`;
const blank = String.raw`[\s\x1c-\x1f\x85]*`;
const pythonNumber = new RegExp(`^${blank}[+-]?(?:${number})${blank}$`, "iu");
