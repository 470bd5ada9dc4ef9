const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const short = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** A moment (ms since 1970) in all detail, for a tooltip. */
export const momentText = (ms: number): string => full.format(ms);

/** A minute of the day. Pure but for the time zone. */
export const minuteText = (ms: number): string => short.format(ms);

/** A moment as short as it is clear: the time of a day that is today's, else the day. Pure but for the time zone. */
export function whenText(ms: number, now: number): string {
  const isToday = new Date(ms).toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(ms) : day.format(ms);
}

/** How long something took or will take: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. Pure. */
export function durationText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${Math.max(0, Math.round(seconds * 10) / 10)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A stretch of time by its two largest parts, without those that are none: `90 s` is `1 min 30 s`, an hour `1 h`. Pure. */
export function spanText(ms: number): string {
  if (ms > 0 && ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  let rest = Math.round(ms / 1000);
  const parts = units.flatMap(([unit, seconds]) => {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.slice(0, 2).join(" ") || "0 s";
}
const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;
