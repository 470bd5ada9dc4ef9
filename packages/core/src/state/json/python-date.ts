/** A Date as Python's `repr` of a datetime in UTC; `undefined` where Python has none. Pure. */
export function pythonDate(date: Date): string | undefined {
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return undefined;
  const seconds = date.getUTCSeconds();
  const micros = date.getUTCMilliseconds() * 1_000;
  const parts = [
    year,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    ...(seconds > 0 || micros > 0 ? [seconds] : []),
    ...(micros > 0 ? [micros] : []),
  ];
  return `datetime.datetime(${parts.join(", ")}, tzinfo=datetime.timezone.utc)`;
}

/** The Date of such a text, to the millisecond; `undefined` when it is another text or no date. Pure. */
export function parsePythonDate(repr: string): Date | undefined {
  const [, numbers = "", zone] = datetime.exec(repr) ?? [];
  const [year = 0, month = 1, day = 1, ...time] = numbers.split(", ").map(Number);
  const offset = zone === undefined ? 0 : offsetOf(zone);
  if (offset === undefined || !isDay(year, month, day) || !isTime(time)) return undefined;
  const [hour = 0, minute = 0, second = 0, micro = 0] = time;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Math.floor(micro / 1_000));
  return new Date(date.getTime() - offset);
}

const datetime =
  /^datetime\.datetime\((\d{1,4}(?:, \d{1,6}){2,6})(?:, fold=1)?(?:, tzinfo=(.{1,200}))?\)$/;
const delta = /^datetime\.timezone\(datetime\.timedelta\(([^()]{1,100})\)(?:, '[^'\\]{0,50}')?\)$/;

/** A zone's distance from UTC in ms. */
function offsetOf(zone: string): number | undefined {
  if (zone === "datetime.timezone.utc" || zone === "zoneinfo.ZoneInfo(key='UTC')") return 0;
  const inside = delta.exec(zone)?.[1];
  if (inside === undefined) return undefined;
  if (inside === "0") return 0;
  const units = inside
    .split(", ")
    .map((part) => /^(days|seconds|microseconds)=(-?\d{1,6})$/.exec(part));
  const sum = units.reduce((ms, found) => ms + unitOf(found?.[1]) * Number(found?.[2]), 0);
  return Math.abs(sum) < 86_400_000 ? sum : undefined;
}

function unitOf(name: string | undefined): number {
  if (name === "days") return 86_400_000;
  if (name === "seconds") return 1_000;
  return name === "microseconds" ? 0.001 : Number.NaN;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}

function isTime([hour = 0, minute = 0, second = 0, micro = 0]: readonly number[]): boolean {
  return hour < 24 && minute < 60 && second < 60 && micro < 1_000_000;
}
