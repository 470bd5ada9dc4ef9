const zero = 0x30;
const nine = 0x39;
const point = 0x2e;
const minus = 0x2d;
/** A double holds every decimal of up to 15 digits exactly enough to give it back. */
const safeDigits = 15;
const powersOfTen = Array.from({ length: safeDigits + 1 }, (_, power) => Number(`1e${power}`));
/** Like `-0.0000012345678901234567`; longer texts are no double's. */
const longestNumeral = 25;
const grammar = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * The value of a plain decimal numeral, like `-12.50`; NaN for any other text, for leading zeros,
 * and where a number can't hold the exact value (`12345678901234567890`).
 */
export function exactNumeral(text: string): number {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  if (text.length - start > safeDigits + 1) return longNumeral(text);
  let digits = 0;
  let pointAt = -1;
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character >= zero && character <= nine) digits = digits * 10 + (character - zero);
    else if (character === point && pointAt === -1) pointAt = index;
    else return Number.NaN;
  }
  const wholeEnd = pointAt === -1 ? text.length : pointAt;
  const leadingZero = text.charCodeAt(start) === zero && wholeEnd - start > 1;
  if (wholeEnd === start || leadingZero || pointAt === text.length - 1) return Number.NaN;
  if (pointAt === -1 && text.length - start > safeDigits) return longNumeral(text);
  // Both are exact doubles, so the one division rounds as reading the decimal would.
  const value = pointAt === -1 ? digits : digits / powersOfTen[text.length - pointAt - 1]!;
  return start === 1 ? -value : value;
}

/** Whether `String(value)` is the text again: no trailing zeros, no `-0`, no exponent. */
export function survivesAsNumber(text: string, value: number): boolean {
  if (text.length > safeDigits) return String(value) === text;
  if (value === 0) return text === "0";
  const hasPoint = text.includes(".");
  const lastIsZero = text.charCodeAt(text.length - 1) === zero;
  return !(hasPoint && lastIsZero) && Math.abs(value) >= 1e-6;
}

function longNumeral(text: string): number {
  if (text.length > longestNumeral || !grammar.test(text)) return Number.NaN;
  const value = Number(text);
  const isWhole = !text.includes(".");
  if (isWhole) return Number.isSafeInteger(value) ? value : Number.NaN;
  const exact = String(value) === text || significantDigits(text) <= safeDigits;
  return exact ? value : Number.NaN;
}

function significantDigits(text: string): number {
  const digits = text.replace(/^-?0*\.?0*/, "").replace(".", "");
  return digits.replace(/0+$/, "").length;
}
