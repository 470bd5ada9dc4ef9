import type { QueueEvents, QueueNeeds } from "./queue.ts";
import type { Transfer } from "./transfer.ts";
import type { Upload } from "./upload.ts";

export const someUpload = (change: Partial<Upload> = {}): Upload => ({
  id: "1",
  name: "a.csv",
  size: 100,
  type: "text/csv",
  lastModified: 1,
  way: "parts",
  overwrite: true,
  phase: "waiting",
  sent: 0,
  ...change,
});

/** What a queue asked of its transfers, and the means to answer. */
export interface Begun {
  readonly upload: Upload;
  readonly events: QueueEvents;
  readonly asked: (keyof Transfer)[];
}

/** A queue's surroundings in which nothing happens by itself. */
export function surroundings() {
  const begun: Begun[] = [];
  const abandoned: string[] = [];
  const timers = new Set<{ work: () => void; ms: number }>();
  let ids = 0;
  const needs: QueueNeeds = {
    start: async (upload, _, events) => {
      const asked: (keyof Transfer)[] = [];
      begun.push({ upload, events, asked });
      const note = (what: keyof Transfer) => () => void asked.push(what);
      return {
        pause: note("pause"),
        resume: note("resume"),
        retry: note("retry"),
        cancel: note("cancel"),
      };
    },
    isStored: async (key) => key === "dev/mine",
    abandon: async ({ id }) => void abandoned.push(id),
    newId: () => String(++ids),
    now: () => 0,
    later: (work, ms) => {
      const timer = { work, ms };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  /** Lets pass what waits for at most so many ms, and all that follows at once. */
  const pass = async (ms = 200) => {
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const timer of [...timers].filter((one) => one.ms <= ms)) {
        timers.delete(timer);
        timer.work();
      }
    }
  };
  return { needs, begun, abandoned, pass };
}
