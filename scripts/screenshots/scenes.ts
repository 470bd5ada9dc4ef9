import path from "node:path";
import type { Page } from "playwright-core";

/** One picture: what is done before it is taken. */
export interface Scene {
  name: string;
  /** Where its picture is higher than others, but on phones. */
  height?: number;
  play: (page: Page, url: string) => Promise<void>;
}

const samples = ["people.csv", "events.ndjson", "page.html", "access.log.gz", "catalogue.json"];
const sample = (name: string) => path.resolve("samples", name);
const broken = {
  name: "unfinished.json",
  mimeType: "application/json",
  buffer: Buffer.from('{"a": '),
};
const large = {
  name: "recording.bin",
  mimeType: "video/mp4",
  buffer: Buffer.alloc(40 * 1024 ** 2, 7),
};
const forbidden = { name: "notes\\may.txt", mimeType: "text/plain", buffer: Buffer.from("a") };

export const scenes: readonly Scene[] = [
  {
    name: "upload",
    async play(page, url) {
      await page.goto(url);
      const files = page.getByLabel("Files", { exact: true });
      await files.setInputFiles(samples.map(sample));
      await page.getByText("5 of 5 sent").waitFor();
      await page.getByText("Archived").nth(4).waitFor({ timeout: 60_000 });
      // Too slow to be through before the picture is taken.
      await page.route(/partNumber=2/, () => {});
      await files.setInputFiles([broken, large, forbidden]);
      await page.getByText("Refused").waitFor();
      await page.getByText("Failed").waitFor({ timeout: 60_000 });
      await page.getByText("40 %").waitFor();
    },
  },
  {
    name: "files",
    async play(page, url) {
      await page.goto(`${url}/files`);
      await page.getByRole("link", { name: "people.csv" }).first().waitFor();
    },
  },
  {
    name: "file",
    async play(page, url) {
      await page.goto(`${url}/files?prefix=people`);
      await page.getByRole("link", { name: "people.csv" }).first().click();
      await page.getByRole("button", { name: "Look into profile.json" }).click();
      await page.locator("canvas").first().waitFor();
      await page.getByRole("heading", { name: "Results" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "state",
    async play(page, url) {
      await page.goto(`${url}/state`);
      await page.getByRole("row", { name: "5000000 348513" }).waitFor();
      await page.getByText('"greeting": "hello"').waitFor();
      await page.getByText("1 visit ·").waitFor();
    },
  },
];
