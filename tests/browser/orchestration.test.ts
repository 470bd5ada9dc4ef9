import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { violationsOn } from "./axe.ts";
import { openPage, useBrowser } from "./browser.ts";
import { answerFor, labourerNow, taskNow } from "./orchestrating.ts";

useBrowser();

const at = (page: Page, path: string) => new URL(path, page.url()).href;

/** Opens a place of the page with an API that answers so. */
async function openWith(
  path: string,
  answers: Parameters<typeof answerFor>[1],
  options: Parameters<typeof openPage>[0] = {},
) {
  const opened = await openPage({ path: "/nowhere", ...options });
  const asked = await answerFor(opened.page, answers);
  await opened.page.goto(at(opened.page, path));
  return { ...opened, asked };
}
const one = () => ({ labourers: [labourerNow()] });

describe("the page of labourers", () => {
  test("tells of each its counts, its health and what decided that, as live plots too", async () => {
    let queued = 4;
    const { page, problems } = await openWith("/orchestration", {
      "/labourers": () => ({
        labourers: [labourerNow({ queued: { count: queued++, isMore: false } })],
      }),
    });
    const labourer = page.getByRole("region", { name: "hashtags" });
    await labourer.getByText("Health: Moderate").waitFor();
    await labourer.getByText("by errors = 7").waitFor();
    await labourer.getByText("3 of 5").waitFor();
    const plot = labourer.getByRole("img", { name: /^Tasks that wait and run\. Now queued: \d+/ });
    await plot.locator("canvas").waitFor();
    await labourer
      .getByRole("img", { name: /Now queued: 6; running: 3$/ })
      .waitFor({ timeout: 40_000 });
    await labourer.getByRole("img", { name: /Now completed: 12; dead: 2$/ }).waitFor();
    expect(problems.filter((problem) => !problem.includes("404"))).toEqual([]);
  });

  test("says so where none is registered", async () => {
    const { page } = await openWith("/orchestration", { "/labourers": () => ({ labourers: [] }) });
    await page.getByText("No labourer is registered in this stage.").waitFor();
  });

  test("asks for all of them at once: four times a minute while nothing changes, once where nobody looks", async () => {
    const { page } = await openPage({ path: "/nowhere" });
    await page.clock.install();
    const asked = await answerFor(page, {
      "/labourers": () => ({ labourers: [labourerNow(), labourerNow({ id: "second" })] }),
    });
    await page.goto(at(page, "/orchestration"));
    await page.getByRole("region", { name: "second" }).waitFor();
    const inAMinute = async () => {
      await page.clock.runFor(100);
      const before = asked.length;
      for (let second = 0; second < 60; second++) {
        await page.clock.runFor(1000);
        await page.evaluate(() => new Promise(requestAnimationFrame)).catch(() => undefined);
      }
      return asked.length - before;
    };
    const seen = await inAMinute();
    expect(seen).toBeGreaterThanOrEqual(3);
    expect(seen).toBeLessThanOrEqual(5);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    const hidden = await inAMinute();
    expect(hidden).toBeGreaterThanOrEqual(1);
    expect(hidden).toBeLessThanOrEqual(2);
  });
});

describe("a labourer's page", () => {
  test("tells the health of each minute of the last hour, as bars and in words", async () => {
    const { page } = await openWith("/orchestration/hashtags", {
      "/labourers": one,
      "/tasks": () => ({ tasks: [] }),
    });
    const health = page.getByRole("region", { name: "Health", exact: true });
    const bars = health.getByRole("img", { name: /: High for 20 min, Moderate for 10 min$/ });
    await bars.waitFor();
    expect(await bars.locator("rect").count()).toBe(60);
    expect(await bars.locator("rect.going").count()).toBe(10);
    await health.getByText("Each minute and what decided it").click();
    const rows = health.getByRole("row");
    expect(await rows.count()).toBe(31);
    expect(await rows.nth(1).innerText()).toMatch(/Moderate\s+errors = 7$/);
    expect(await rows.nth(30).innerText()).toMatch(/High\s+errors: no data$/);
    expect(await violationsOn(page)).toEqual([]);
  });

  test("says so where no metric decides", async () => {
    const { page } = await openWith("/orchestration/hashtags", {
      "/labourers": () => ({
        labourers: [labourerNow({ health: { status: 4 }, healthMinutes: [] })],
      }),
      "/tasks": () => ({ tasks: [] }),
    });
    await page.getByText("No health metric is configured: it counts as High.").waitFor();
    expect(await page.getByRole("img", { name: /^Health/ }).count()).toBe(0);
  });

  test("tells its limits and keys, and lists its tasks by state, which stands in the address", async () => {
    const { page } = await openWith("/orchestration/hashtags", {
      "/labourers": () => ({
        labourers: [labourerNow({ paused: { by: "ops", why: "a bad deploy" } })],
      }),
      "/tasks": (route) => {
        const { searchParams: query } = new URL(route.request().url());
        const from = Number(query.get("cursor") ?? 0);
        const tasks = Array.from({ length: 50 }, (_, n) =>
          taskNow({ id: `${query.get("state")}-${from + n}` }),
        );
        return { tasks, ...(from === 0 && { cursor: "50" }) };
      },
    });
    await page.getByText("1,000+").waitFor();
    await page.getByText("Paused by ops: a bad deploy").waitFor();
    await page.getByText("10 in 1 min 0 s").waitFor();
    await page.getByRole("row", { name: "tenant-a 2 of 2 40" }).waitFor();
    await page.getByRole("link", { name: "queued-49" }).waitFor();
    await page.getByRole("button", { name: "Further" }).click();
    await page.getByRole("link", { name: "queued-99" }).waitFor();
    await page.getByRole("combobox", { name: "State" }).selectOption("Dead");
    await page.getByRole("link", { name: "dead-0" }).waitFor();
    expect(page.url()).toContain("state=dead");
  });
});

describe("other limits for a labourer", () => {
  const open = async (options: Parameters<typeof openPage>[0] = {}) => {
    const opened = await openWith(
      "/orchestration/hashtags",
      { "/labourers": one, "/tasks": () => ({ tasks: [] }) },
      options,
    );
    const summary = opened.page.getByText("Try other limits");
    await summary.waitFor();
    const loaded = await opened.page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(loaded.filter((name) => name.includes("simulat"))).toEqual([]);
    await summary.click();
    await opened.page.getByRole("form", { name: "Other limits" }).waitFor();
    return opened;
  };

  test("are tried in the browser, from what it has to do now, and shown beside the present ones", async () => {
    const { page, problems } = await open();
    const limit = page.getByRole("textbox", { name: "At once", exact: true });
    expect([
      await limit.inputValue(),
      await page.getByLabel("Tasks that wait or run at first").inputValue(),
      await page.getByLabel("A task takes, seconds").inputValue(),
    ]).toEqual(["5", "1004", "12"]);
    await limit.fill("50");
    await page.getByRole("textbox", { name: "At once for each key" }).fill("");
    await page.getByRole("textbox", { name: "Starts" }).fill("");
    await page.keyboard.press("Enter");
    await page.getByText(/^With the change a task starts after .* instead of /).waitFor();
    for (const plot of [
      /^Tasks that wait\. At most/,
      /^Start delay, mean/,
      /^Utilisation .* % changed/,
    ])
      await page.getByRole("img", { name: plot }).locator("canvas").waitFor();
    const table = page.getByRole("table", { name: "Now and changed" });
    await table.getByRole("row", { name: /^Start delay, mean/ }).waitFor();
    await table.getByRole("row", { name: /the number of starts.*the limit at once$/ }).waitFor();
    expect(problems.filter((problem) => !problem.includes("404"))).toEqual([]);
  });

  test("that can't be are told by a sentence at the field, and nothing is tried", async () => {
    const { page } = await open();
    const limit = page.getByRole("textbox", { name: "At once", exact: true });
    await limit.fill("a few");
    await page.getByRole("button", { name: "Try these limits" }).click();
    const sentence = "At once: a whole number from 0 to 10,000 is expected, not “a few”.";
    await page.getByRole("alert").getByText(sentence).waitFor();
    expect(await limit.getAttribute("aria-invalid")).toBe("true");
    expect(await page.getByRole("table", { name: "Now and changed" }).count()).toBe(0);
    expect(await violationsOn(page)).toEqual([]);
  });

  test("of a long simulation leave the page free, and it can be stopped", async () => {
    const { page } = await open();
    const long = {
      "Tasks that wait or run at first": "1000000",
      "Tasks that arrive each minute": "0",
      "A task takes, seconds": "1",
      "At once": "10000",
      "At once for each key": "",
      Starts: "",
    };
    for (const [name, value] of Object.entries(long))
      await page.getByRole("textbox", { name, exact: true }).fill(value);
    await page.getByRole("button", { name: "Try these limits" }).click();
    await page.getByRole("progressbar", { name: "Simulating" }).waitFor();
    await page.getByRole("combobox", { name: "State" }).selectOption("Dead");
    expect(page.url()).toContain("state=dead");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("progressbar", { name: "Simulating" }).waitFor({ state: "detached" });
    expect(await page.getByRole("table", { name: "Now and changed" }).count()).toBe(0);
  });

  test.each(["light", "dark"] as const)(
    "are accessible in %s colours, on a phone",
    async (colorScheme) => {
      const { page } = await open({ colorScheme, viewport: { width: 360, height: 740 } });
      await page.getByRole("button", { name: "Try these limits" }).click();
      await page
        .getByRole("img", { name: /^Utilisation/ })
        .locator("canvas")
        .waitFor();
      expect(await violationsOn(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(360);
    },
  );
});

describe("a task's page", () => {
  test("tells its whole way, and shows what it holds as text alone", async () => {
    const hostile = '<img src=x onerror="window.ran = true">';
    const { page } = await openWith("/tasks/t1", {
      "/tasks/t1": () =>
        taskNow({ failure: hostile, payload: JSON.stringify({ [hostile]: "a\u202Eb" }) }),
    });
    const way = page.getByRole("region", { name: "Its way" });
    for (const step of ["Created", "Invoked", "Failed"]) await way.getByText(step).waitFor();
    await way.getByText("after 3 s").waitFor();
    await page.getByRole("region", { name: "Its last failure" }).getByText(hostile).waitFor();
    await page.getByText("a‹U+202E›b").waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
  });

  test("that waits says why it isn't running", async () => {
    const { page } = await openWith("/tasks/t1", {
      "/tasks/t1": () => taskNow(),
      "/tasks/t1/why": () => ({ reason: "labourer_limit", detail: "5 of 5 tasks run." }),
    });
    const why = page.getByRole("region", { name: "Why it isn't running" });
    await why.getByText("5 of 5 tasks run.").waitFor();
  });

  test("says so where there is no such task", async () => {
    const { page } = await openPage({ path: "/nowhere" });
    await page.route(/\/api\/tasks\//, (route) =>
      route.fulfill({
        status: 404,
        contentType: "application/problem+json",
        json: { status: 404, code: "orchestration.task_not_found", detail: "x" },
      }),
    );
    await page.goto(at(page, "/tasks/none"));
    await page.getByText("There is no such task").waitFor();
  });
});

const job = {
  id: "j1",
  labourer: "hashtags",
  state: "loaded",
  count: 36,
  loaded: 36,
  first: ["t1"],
};
const previewed = () => ({
  labourer: "hashtags",
  count: 36,
  first: ['{"word":"<b>tea</b>"}', '{"word":"coffee"}'],
});

describe("a job", () => {
  test("is written, previewed with its first tasks, and scheduled once, by keyboard alone", async () => {
    const sent: { job?: unknown; id?: string }[] = [];
    const { page } = await openWith("/jobs?labourer=hashtags", {
      "/jobs": (route) => {
        if (route.request().method() === "GET") return { jobs: sent.length > 0 ? [job] : [] };
        sent.push(route.request().postDataJSON() as object);
        return { ...job, state: "accepted" };
      },
      "/jobs/preview": previewed,
    });
    const text = page.getByLabel("Job, as JSON");
    await text.focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("[1");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("This is not JSON.").waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type('{"lambda_name":"hashtags","topics":{"a":null}}');
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("36 tasks for hashtags; the first 2:").waitFor();
    await page.getByText('{"word":"<b>tea</b>"}').waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Accepted: 36 tasks for hashtags").waitFor();
    await page.getByRole("row", { name: /j1.*36 of 36/ }).waitFor();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.job).toEqual({ lambda_name: "hashtags", topics: { a: null } });
    expect(sent[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("has a page: how far it is, its tasks, who did what to it and why, and what may be done", async () => {
    const sent: unknown[] = [];
    const hostile = "<b>late</b>\u202E";
    const operations = () =>
      sent.length === 0 ? [] : [{ action: "pause", at: 1_795_262_400, by: "dev", reason: hostile }];
    const { page } = await openWith("/jobs", {
      "/jobs": () => ({ jobs: [job] }),
      "/jobs/j1": () => ({
        ...job,
        createdAt: 1_795_262_400,
        request: '{"lambda_name":"hashtags"}',
        operations: operations(),
        ...(sent.length > 0 && { held: "paused" }),
      }),
      "/jobs/j1/pause": (route) => {
        sent.push(route.request().postDataJSON());
        return { changed: true };
      },
    });
    await page.getByRole("link", { name: "j1", exact: true }).click();
    await page.getByText("All of its tasks are in the queue, or were.").waitFor();
    await page.getByText("36 of 36 tasks").waitFor();
    await page.getByRole("link", { name: "t1" }).waitFor();
    await page.getByText('"lambda_name": "hashtags"').waitFor();
    await page.getByRole("button", { name: "Pause…" }).click();
    await page.getByLabel("Why").fill("late");
    await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    await page.getByText("It is paused: none of its tasks starts").waitFor();
    const done = page.getByRole("region", { name: "What people did to it" });
    await done.getByText("Pause by dev").waitFor();
    await done.getByText("<b>late</b>‹U+202E›").waitFor();
    await page.getByRole("button", { name: "Resume…" }).waitFor();
    expect(sent).toEqual([{ reason: "late" }]);
  });

  test("that the scheduler refuses is told why, and nothing is lost of what was written", async () => {
    const { page } = await openWith("/jobs", { "/jobs": () => ({ jobs: [] }) });
    await page.route(/\/api\/jobs\/preview/, (route) =>
      route.fulfill({
        status: 400,
        contentType: "application/problem+json",
        json: { code: "orchestration.job_refused", detail: "period: expected today, yesterday" },
      }),
    );
    await page.getByLabel("Job, as JSON").fill('{"period":"tomorrow"}');
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("period: expected today, yesterday").waitFor();
    expect(await page.getByLabel("Job, as JSON").inputValue()).toBe('{"period":"tomorrow"}');
    expect(await page.getByRole("button", { name: /^Schedule/ }).count()).toBe(0);
  });
});

describe.each(["light", "dark"] as const)("axe finds nothing in %s colours", (colorScheme) => {
  test.each(["/orchestration", "/orchestration/hashtags", "/tasks/t1", "/jobs", "/jobs/j1"])(
    "on %s, and it isn't wider than a phone",
    async (path) => {
      const viewport = { width: 360, height: 740 };
      const answers = {
        "/labourers": one,
        "/tasks": () => ({ tasks: [taskNow({ id: "long".repeat(30), failure: "no tea" })] }),
        "/tasks/t1": () => taskNow({ failure: "no tea" }),
        "/tasks/t1/why": () => ({ reason: "next", detail: "It is next." }),
        "/jobs": () => ({ jobs: [job] }),
        "/jobs/preview": previewed,
        "/jobs/j1": () => ({
          ...job,
          request: "{}",
          operations: [{ action: "pause", at: 1, by: "dev", reason: "late" }],
        }),
      };
      const { page } = await openWith(path, answers, { colorScheme, viewport });
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (path === "/jobs") {
        await page.getByRole("button", { name: "Preview" }).click();
        await page.getByRole("button", { name: "Schedule 36 tasks" }).waitFor();
      } else if (path === "/jobs/j1") await page.getByText("Pause by dev").waitFor();
      else await page.locator("canvas, .timeline li").first().waitFor();
      if (path.endsWith("hashtags")) await page.getByRole("link", { name: /^long/ }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(360);
    },
  );
});

describe("who operates", () => {
  test("says why before a labourer is paused, and sees that it is", async () => {
    const sent: unknown[] = [];
    let paused: object | undefined;
    const { page } = await openWith("/orchestration/hashtags", {
      "/labourers": () => ({ labourers: [labourerNow({ paused })] }),
      "/tasks": () => ({ tasks: [] }),
      "/labourers/hashtags/pause": (route) => {
        sent.push(route.request().postDataJSON());
        paused = { by: "dev", why: "a bad deploy" };
        return { changed: true };
      },
    });
    await page.getByRole("button", { name: "Pause…" }).click();
    const dialog = page.getByRole("dialog", { name: "Pause labourer hashtags" });
    await dialog.getByText("Nothing of it starts until it is resumed.").waitFor();
    await dialog.getByLabel("Why").fill("a bad deploy");
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused by dev: a bad deploy").waitFor();
    await page.getByRole("button", { name: "Resume…" }).waitFor();
    expect(sent).toEqual([{ reason: "a bad deploy" }]);
  });

  test("on many tasks is told how many first", async () => {
    const sent: { preview?: boolean }[] = [];
    const { page } = await openWith("/orchestration/hashtags", {
      "/labourers": one,
      "/tasks": () => ({ tasks: [] }),
      "/tasks/bulk": (route) => {
        const asked = route.request().postDataJSON() as { preview: boolean };
        sent.push(asked);
        return { count: 12, isMore: asked.preview, first: [] };
      },
    });
    await page.getByRole("button", { name: "Many at once…" }).click();
    const dialog = page.getByRole("dialog", { name: "Many tasks of hashtags" });
    await dialog.getByLabel("Whose last failure says").fill("time-out");
    await dialog.getByLabel("Why").fill("mended");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("12+ tasks would be changed.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Change 12+" }).click();
    await dialog.getByText("12 tasks were changed.").waitFor();
    const filter = { labourer: "hashtags", error: "time-out" };
    const asked = { action: "redrive", filter, reason: "mended" };
    expect(sent).toEqual([
      { ...asked, preview: true },
      { ...asked, preview: false },
    ]);
  });

  test("has no buttons where the token may only look", async () => {
    const { page } = await openPage({ path: "/nowhere" });
    await page.route(/\/api\/me$/, (route) =>
      route.fulfill({ json: { caller: "x", scopes: ["tasks:read"], stage: "t", maxBytes: 1 } }),
    );
    await answerFor(page, { "/labourers": one, "/tasks": () => ({ tasks: [taskNow()] }) });
    await page.goto(at(page, "/orchestration/hashtags"));
    await page.getByRole("link", { name: "t1" }).waitFor();
    expect(await page.getByRole("button", { name: /…$/ }).count()).toBe(0);
  });
});
