import type { ReplayedFile } from "../api/replay.ts";

const reasons: Readonly<Record<NonNullable<ReplayedFile["why"]>, (files: string) => string>> = {
  done: (files) => `${files} done already: left alone.`,
  live: (files) => `${files} being worked on: left alone.`,
  gone: (files) => `${files} no longer in staging: nothing to replay.`,
  unknown: (files) => `${files} not known any more.`,
  refused: (files) => `${files} not taken by the queue. Try again.`,
};

/** What a replay does, or did, in a few lines. Pure. */
export function replayText(files: readonly ReplayedFile[], isDone: boolean): string[] {
  const announced = files.filter((file) => file.announced).length;
  const first = isDone
    ? `${countOf(announced)} announced again.`
    : `${countOf(announced)} to be announced again.`;
  const others = Map.groupBy(
    files.filter((file) => !file.announced),
    ({ why }) => why ?? "unknown",
  );
  return [first, ...Array.from(others, ([why, of]) => reasons[why](countOf(of.length)))];
}

const countOf = (count: number) => (count === 1 ? "1 file is" : `${count} files are`);
