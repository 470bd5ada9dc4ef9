const most = 100;

/** A text that fits a table's cell. */
export const brief = (text: string): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Seconds since 1970 as people read them; nothing for nothing. */
export const timeText = (seconds: unknown): string =>
  typeof seconds === "number" && Number.isFinite(seconds)
    ? new Date(seconds * 1_000).toISOString().replace(/\.\d+Z$/, "Z")
    : "";
