import { expect, test } from "vitest";
import type { LabourerNow } from "../api/orchestration.ts";
import { countText } from "./counts-text.ts";
import { type Samples, withSample } from "./samples.ts";

const count = (of: number) => ({ count: of, isMore: false });
const labourer = (id: string, queued: number): LabourerNow => ({
  id,
  function: id,
  limit: 1,
  duration: 900,
  cooldown: 300,
  maxAttempts: 3,
  queued: count(queued),
  running: count(1),
  expired: count(0),
  retrying: count(0),
  completed: count(2),
  dead: count(3),
  keys: [],
  healthMinutes: [],
  isLeased: false,
});

test("what was seen of each labourer is kept, the last 600 looks of it", () => {
  let samples: Samples = new Map();
  for (let at = 0; at < 700; at++)
    samples = withSample(samples, [labourer("a", at), ...(at < 5 ? [labourer("b", 0)] : [])], at);
  const seen = samples.get("a") ?? [];
  expect([seen.length, seen[0]?.queued, seen.at(-1)]).toEqual([
    600,
    100,
    { at: 699, queued: 699, running: 1, completed: 2, dead: 3 },
  ]);
  expect(samples.has("b")).toBe(false);
});

test("a count says when counting stopped", () => {
  expect(countText({ count: 1000, isMore: true })).toBe("1,000+");
  expect(countText({ count: 12, isMore: false })).toBe("12");
});
