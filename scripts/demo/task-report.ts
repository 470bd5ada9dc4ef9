import type { Row } from "@switchyard/core/orchestration/store/write.ts";
import * as z from "zod";
import { formatTable } from "../cli/table.ts";
import type { TasksOutcome } from "./tasks.ts";

/** A task of the tutorial's job: a word on a day. */
export interface Chunk {
  readonly word: string;
  readonly day: string;
}

const Payload = z.object({ words: z.array(z.string()), date_list: z.array(z.string()) });

/** What a closed task was about; nothing, where it isn't one of the tutorial's. Pure. */
export function chunkOf({ payload }: Row): Chunk[] {
  const { data } = Payload.safeParse(JSON.parse(String(payload)));
  const { words = [], date_list: days = [] } = data ?? {};
  return words.flatMap((word) => days.map((day) => ({ word, day })));
}

/** What the demo says of the tutorial's job; also its part of `--json`. Pure. */
export function tasksReport({ job, scheduled, closed, counts }: TasksOutcome) {
  const done = closed.filter(({ labourer_id_task_status: status }) => status === "hashtags_1");
  const delays = done
    .flatMap(({ created_at: created, claimed_at: claimed }) =>
      typeof created === "number" && typeof claimed === "number" ? [claimed - created] : [],
    )
    .toSorted((a, b) => a - b);
  return {
    job,
    scheduled,
    done: done.length,
    dead: closed.length - done.length,
    counts,
    /** Seconds from scheduled to started; the later ones wait for a slot. */
    started: { p50: percentile(delays, 0.5), p95: percentile(delays, 0.95) },
    complete: scheduled > 0 && done.length === scheduled && counts.length === scheduled,
  };
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** For people. Pure. */
export function tasksText(report: ReturnType<typeof tasksReport>): string {
  const { scheduled, done, dead, counts, started } = report;
  const days = [...new Set(counts.map(({ day }) => day))].toSorted();
  const words = [...new Set(counts.map(({ word }) => word))];
  const countOf = (word: string, day: string) =>
    counts.find((one) => one.word === word && one.day === day)?.count ?? "missing";
  const rows = words.map((word) => ({
    hashtag: `#${word}`,
    ...Object.fromEntries(days.map((day) => [day, countOf(word, day)])),
  }));
  const seconds = (value: number | undefined) => (value === undefined ? "?" : value.toFixed(2));
  return [
    "Posts with each hashtag, counted by the tutorial's tasks:",
    formatTable(rows),
    "",
    `${done} of ${scheduled} tasks are done${dead > 0 ? `, ${dead} are dead` : ""}. ` +
      `From scheduled to started: half within ${seconds(started.p50)} s, 95 of 100 within ${seconds(started.p95)} s ` +
      "(12 run at once, the others wait for their turn).",
  ].join("\n");
}
