import type { Page, Route } from "playwright-core";

const count = (of: number, isMore = false) => ({ count: of, isMore });

const minute = 60_000;
/** Half an hour: good, then moderate for the last ten minutes. */
const healthMinutes = () =>
  Array.from({ length: 30 }, (_, index) => ({
    at: (Math.floor(Date.now() / minute) - 29 + index) * minute,
    status: index < 20 ? 4 : 2,
    metric: "errors",
    ...(index > 0 && { value: index < 20 ? 0 : 7 }),
  }));

/** A labourer as the API tells it. */
export const labourerNow = (change: object = {}) => ({
  id: "hashtags",
  function: "arn:aws:lambda:us-east-1:000000000000:function:hashtags",
  limit: 5,
  keyLimit: 2,
  rate: { limit: 10, period: 60, perKey: false },
  duration: 900,
  cooldown: 300,
  maxAttempts: 3,
  queued: count(1000, true),
  running: count(3),
  expired: count(0),
  retrying: count(1),
  completed: count(12),
  dead: count(2),
  keys: [{ key: "tenant-a", running: 2, waiting: 40 }],
  health: { status: 2, metric: "errors", value: 7 },
  healthMinutes: healthMinutes(),
  durations: { average: 12, max: 40 },
  isLeased: false,
  ...change,
});

export const taskNow = (change: object = {}) => ({
  id: "t1",
  labourer: "hashtags",
  state: "queued",
  attempts: 1,
  createdAt: 1_795_262_400,
  payload: '{"topic":"tea"}',
  attributes: { greenfield: "2000" },
  steps: [
    { action: "created", at: 1_795_262_400, author: "sosw_scheduler" },
    { action: "invoked", at: 1_795_262_402 },
    { action: "marked_as_failed", at: 1_795_262_405, note: "no tea" },
  ],
  ...change,
});

type Answers = Readonly<Record<string, (route: Route) => object>>;

/** Answers for the API by the beginnings of paths; counts what each is asked. */
export async function answerFor(page: Page, answers: Answers) {
  const asked: string[] = [];
  await page.route(/\/api\/(?:labourers|tasks|jobs)/, (route) => {
    const { pathname } = new URL(route.request().url());
    const path = pathname.replace("/api", "");
    asked.push(`${route.request().method()} ${path}`);
    const found = Object.keys(answers).find((one) => path === one);
    if (found === undefined) return route.fulfill({ status: 404, json: {} });
    return route.fulfill({ json: answers[found]?.(route) });
  });
  return asked;
}
