/** A decimal number of any size: `digits` × 10 to the power of minus `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** What stays as it is: no zero too many, no exponent. */
const plain = /^(?:0|-?(?:[1-9]\d*|(?:0|[1-9]\d*)\.\d*[1-9]))$/;
const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** DynamoDB keeps 38 significant digits from 1e-130 to below 1e126. */
const limits = { digits: 38, lowest: -130, highest: 125 };

/** The number's plain form, as DynamoDB stores it; `undefined` for what is none or too large for it. */
export function normaliseNumber(text: string): string | undefined {
  if (text.length <= limits.digits && plain.test(text)) return text;
  const parsed = parse(text);
  return parsed && fits(parsed) ? format(parsed) : undefined;
}

/** Adds (or subtracts) exactly. `undefined` where the result needs more than DynamoDB keeps. */
export function addNumbers(a: string, b: string, sign: 1 | -1 = 1): string | undefined {
  const [one, other] = [parse(a), parse(b)];
  if (!one || !other) return undefined;
  const scale = Math.max(one.scale, other.scale);
  const sum = trim({ digits: raise(one, scale) + BigInt(sign) * raise(other, scale), scale });
  return fits(sum) ? format(sum) : undefined;
}

/** Orders two numbers in plain form. */
export function compareNumbers(a: string, b: string): number {
  const [one, other] = [Number(a), Number(b)];
  if (one !== other) return one < other ? -1 : 1;
  if (a === b) return 0;
  const [x, y] = [parse(a) ?? zero, parse(b) ?? zero];
  const scale = Math.max(x.scale, y.scale);
  const difference = raise(x, scale) - raise(y, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

const zero: Decimal = { digits: 0n, scale: 0 };

function parse(text: string): Decimal | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole + fraction === "" || Math.abs(Number(exponent)) > 400) return undefined;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  return trim({ digits, scale: fraction.length - Number(exponent) });
}

/** Drops zeros at the end: equal numbers have one form. */
function trim({ digits, scale }: Decimal): Decimal {
  if (digits === 0n) return zero;
  let [rest, places] = [digits, scale];
  while (rest % 10n === 0n) [rest, places] = [rest / 10n, places - 1];
  return { digits: rest, scale: places };
}

function fits({ digits, scale }: Decimal): boolean {
  if (digits === 0n) return true;
  const length = absolute(digits).toString().length;
  const magnitude = length - 1 - scale;
  return length <= limits.digits && magnitude >= limits.lowest && magnitude <= limits.highest;
}

function raise({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function format({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = absolute(digits).toString();
  if (scale <= 0) return sign + text + "0".repeat(-scale);
  const padded = text.padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
