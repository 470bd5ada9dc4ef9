import type { LabourerNow } from "../../api/orchestration.ts";

const count = (of: number) => ({ count: of, isMore: false });

/** A labourer as the API tells it. */
export const labourerNow = (change: Partial<LabourerNow> = {}): LabourerNow => ({
  id: "hashtags",
  function: "hashtags",
  limit: 2,
  duration: 900,
  cooldown: 300,
  maxAttempts: 3,
  queued: count(100),
  running: count(2),
  expired: count(0),
  retrying: count(0),
  completed: count(50),
  dead: count(10),
  keys: [],
  healthMinutes: [],
  durations: { average: 12, max: 40 },
  isLeased: false,
  ...change,
});
