import type { LabourerNow } from "../../api/orchestration.ts";
import type { Answers, LimitName } from "./fields.ts";

/** Of a task, seconds, where none was closed yet. */
const unknownDuration = 60;

/** A labourer's own limits, as the form has them. Pure. */
export function limitsNow(labourer: LabourerNow): Readonly<Record<LimitName, string>> {
  const { limit, keyLimit, rate } = labourer;
  return {
    limit: String(limit),
    keyLimit: String(keyLimit ?? ""),
    starts: String(rate?.limit ?? ""),
    period: String(rate?.period ?? ""),
  };
}

/** What a labourer has to do now, and did in the last hour, as the form has it. Pure. */
export function answersNow(labourer: LabourerNow): Answers {
  const { queued, running, retrying, completed, dead, durations, duration, keys } = labourer;
  const hourly = completed.count + dead.count;
  // A dead task failed in each of its attempts.
  const failed = hourly === 0 ? 0 : (dead.count / hourly) ** (1 / labourer.maxAttempts);
  const takes = Math.max(0.1, durations?.average ?? Math.min(unknownDuration, duration));
  return {
    ...limitsNow(labourer),
    waiting: String(queued.count + running.count + retrying.count),
    arriving: String(Math.round((100 * hourly) / 60) / 100),
    minutes: "60",
    takes: String(takes),
    failing: String(Math.round(100 * failed)),
    keys: String(Math.max(1, keys.length)),
    hours: "24",
    // At random, some would take longer than any may.
    spread: takes * 3 > duration ? "fixed" : "random",
  };
}
