import { describe, expect, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";

useBrowser();

const slow = { timeout: 60_000 };
const job = JSON.stringify({
  lambda_name: "hashtags",
  job: {
    topics: { food: { words: ["recipe", "tasty"] } },
    period: "last_2_days",
    isolate_days: true,
    isolate_words: true,
  },
});

describe("on the deployed stack", () => {
  test("a job goes from the page to its tasks' ends, and each step is shown", async () => {
    const { page, problems } = await openPage({ path: "/jobs?labourer=hashtags" });
    await page.getByLabel("Job, as JSON").fill(job);
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("4 tasks for hashtags").waitFor(slow);
    await page.getByRole("button", { name: "Schedule 4 tasks" }).click();
    await page.getByText("Accepted: 4 tasks for hashtags").waitFor(slow);
    await page
      .getByRole("row", { name: /4 of 4/ })
      .first()
      .waitFor(slow);
    await page
      .getByRole("link", { name: /^The first task of job/ })
      .first()
      .click();
    const way = page.getByRole("region", { name: "Its way" });
    for (const step of ["Created", "Invoked", "Completed"])
      await way.getByText(step, { exact: true }).waitFor({ timeout: 90_000 });
    expect(problems).toEqual([]);
  });

  test("a labourer is paused and resumed, under one's name and with one's reason", async () => {
    const { page } = await openPage({ path: "/orchestration" });
    await page.getByRole("link", { name: "rehearsal", exact: true }).click();
    await page.getByRole("button", { name: "Pause…" }).click();
    await page.getByLabel("Why").fill("a rehearsal of it");
    await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    await page.getByText("a rehearsal of it").waitFor(slow);
    await page.getByRole("button", { name: "Resume…" }).click();
    await page.getByLabel("Why").fill("enough");
    await page.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
    await page.getByText("a rehearsal of it").waitFor({ state: "detached", ...slow });
  });
});
