import type { Page } from "playwright-core";
import type { Scene } from "./scenes.ts";

const tenants = ["north", "south", "west"];
const wordsOf = (count: number) => Array.from({ length: count }, (_, at) => `word-${at}`);

/** Work for the sample labourers: tasks of three tenants, each some seconds long, and some that count words. */
async function schedule(page: Page, count: number) {
  const topics = { food: { words: wordsOf(count) } };
  const rehearsals = tenants.map((tenant) => ({
    lambda_name: "rehearsal",
    job: { tenant, wait: 4_000, topics, isolate_words: true },
  }));
  const days = { period: "last_2_days", isolate_days: true, isolate_words: true };
  const counting = { lambda_name: "hashtags", job: { topics, ...days } };
  const taken = await page.evaluate(
    async (jobs) => {
      const authorization = `Bearer ${sessionStorage.getItem("switchyard.token")}`;
      const headers = { authorization, "content-type": "application/json" };
      const send = (job: object) =>
        fetch("/api/jobs", { method: "POST", headers, body: JSON.stringify({ job }) });
      return (await Promise.all(jobs.map(send))).map(({ status }) => status);
    },
    [...rehearsals, counting],
  );
  if (taken.some((status) => status !== 200)) throw new TypeError(`jobs: ${taken.join(", ")}`);
}

const patience = { timeout: 180_000 };

export const orchestrationScenes: readonly Scene[] = [
  {
    name: "labourers",
    height: 900,
    async play(page, url) {
      await page.goto(`${url}/orchestration`);
      const labourer = page.getByRole("region", { name: "rehearsal" });
      await labourer.waitFor();
      await schedule(page, 12);
      await labourer.getByRole("img", { name: /Now completed: [1-9]/ }).waitFor(patience);
      await schedule(page, 20);
      for (const queued of ["[5-9]", "[12]"])
        await labourer
          .getByRole("img", { name: new RegExp(`Now queued: ${queued}\\d;`) })
          .waitFor(patience);
    },
  },
  {
    name: "labourer",
    async play(page, url) {
      await page.goto(`${url}/orchestration/rehearsal`);
      await page.getByText("Try other limits").click();
      const changes = {
        "At once": "12",
        "At once for each key": "6",
        "Tasks that wait or run at first": "400",
        "Tasks that arrive each minute": "20",
        "A task takes, seconds": "20",
        "Different keys": "3",
      };
      for (const [name, value] of Object.entries(changes))
        await page.getByRole("textbox", { name, exact: true }).fill(value);
      await page.getByRole("button", { name: "Try these limits" }).click();
      await page
        .getByRole("img", { name: /^Utilisation/ })
        .locator("canvas")
        .waitFor();
      await page.getByText("Try other limits").evaluate((summary) => summary.scrollIntoView());
      await page.mouse.wheel(0, -70);
      await page.waitForTimeout(500);
    },
  },
];
