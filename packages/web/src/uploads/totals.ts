import { isOver, type Upload } from "./upload.ts";
import { timeLeft } from "./speed.ts";

/** All files that are or were to be sent, as one. Sizes are bytes. */
export interface Totals {
  readonly files: number;
  readonly stored: number;
  readonly open: number;
  readonly size: number;
  readonly sent: number;
  /** Bytes a second. */
  readonly speed: number;
  /** ms, where it can be told. */
  readonly left?: number;
}

/** Pure. */
export function totalsOf(uploads: readonly Upload[]): Totals {
  const taken = uploads.filter(({ phase }) => phase !== "refused");
  const sum = (of: (upload: Upload) => number) =>
    taken.reduce((total, upload) => total + of(upload), 0);
  const size = sum((upload) => upload.size);
  const sent = sum((upload) => Math.min(upload.sent, upload.size));
  const speed = sum((upload) => upload.speed ?? 0);
  return {
    files: taken.length,
    stored: taken.filter(({ phase }) => phase === "stored").length,
    open: taken.filter((upload) => !isOver(upload)).length,
    size,
    sent,
    speed,
    left: timeLeft(size - sent, speed),
  };
}
