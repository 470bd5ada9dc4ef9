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
 * The value of a plain decimal numeral in ASCII, like `-12.50`; NaN for anything else, for leading
 * zeros, and where a number can't hold the exact value (`12345678901234567890`).
 */
export function exactNumeral(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] === minus ? start + 1 : start;
  if (end - first > safeDigits) return longNumeral(bytes, start, end);
  let digits = 0;
  let pointAt = -1;
  for (let index = first; index < end; index++) {
    const byte = bytes[index]!;
    if (byte >= zero && byte <= nine) digits = digits * 10 + (byte - zero);
    else if (byte === point && pointAt === -1) pointAt = index;
    else return Number.NaN;
  }
  const wholeEnd = pointAt === -1 ? end : pointAt;
  const hasLeadingZero = bytes[first] === zero && wholeEnd - first > 1;
  if (wholeEnd === first || hasLeadingZero || pointAt === end - 1) return Number.NaN;
  // Both are exact doubles, so the one division rounds as reading the decimal would.
  const value = pointAt === -1 ? digits : digits / powersOfTen[end - pointAt - 1]!;
  return first === start ? value : -value;
}

/** Whether `String(value)` is the numeral again: no trailing zeros, no `-0`, no exponent. */
export function survivesAsNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  value: number,
): boolean {
  if (end - start > safeDigits) return String(value) === ascii(bytes, start, end);
  if (value === 0) return end - start === 1;
  if (Math.abs(value) < 1e-6) return false;
  return bytes[end - 1] !== zero || !hasPoint(bytes, start, end);
}

function hasPoint(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (bytes[index] === point) return true;
  return false;
}

function longNumeral(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longestNumeral) return Number.NaN;
  const text = ascii(bytes, start, end);
  if (!grammar.test(text)) return Number.NaN;
  const value = Number(text);
  if (!text.includes(".")) return Number.isSafeInteger(value) ? value : Number.NaN;
  return String(value) === text || significantDigits(text) <= safeDigits ? value : Number.NaN;
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}

function significantDigits(text: string): number {
  const digits = text.replace(/^-?0*\.?0*/, "").replace(".", "");
  return digits.replace(/0+$/, "").length;
}
