const dateLength = 10;
const longest = 40;
const hyphen = 0x2d;
const time = /^[T ](?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/** Whether ASCII is a date like `2024-02-29`, alone or with a time, as ISO 8601 and SQL write it. */
export function isIsoDate(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < dateLength || length > longest || !isDate(bytes, start)) return false;
  if (length === dateLength) return true;
  const rest = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + start + dateLength,
    length - dateLength,
  );
  return time.test(rest.toString("latin1"));
}

function isDate(bytes: Uint8Array, start: number): boolean {
  if (bytes[start + 4] !== hyphen || bytes[start + 7] !== hyphen) return false;
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hasYear = twoDigits(bytes, start) >= 0 && twoDigits(bytes, start + 2) >= 0;
  return hasYear && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** -1 for what are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  const areDigits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return areDigits ? tens * 10 + ones : -1;
}
