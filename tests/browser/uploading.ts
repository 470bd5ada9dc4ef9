import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import type { Page, Request } from "playwright-core";
import { onTestFinished } from "vitest";

export const MiB = 1024 ** 2;

/** A file of some size on disk, of zeros: too large to be handed to a browser by value. */
export async function fileOfSize(size: number): Promise<string> {
  await mkdir(".switchyard", { recursive: true });
  const file = path.resolve(".switchyard", `${randomUUID()}.bin`);
  const handle = await open(file, "w");
  await handle.truncate(size);
  await handle.close();
  onTestFinished(() => rm(file));
  return file;
}

export const csv = (name = `towns-${randomUUID()}.csv`) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from("town,people\nBerlin,3\nRome,2\n"),
});

type Chosen = Parameters<ReturnType<Page["locator"]>["setInputFiles"]>[0];

/** Chooses files as a person does by the button. */
export const choose = (page: Page, files: Chosen) =>
  page.getByLabel("Files", { exact: true }).setInputFiles(files);

/** The row of a file in the list of those on their way. */
export const rowOf = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ hasText: path.basename(name) });

/** Notes each part that S3 has taken, and what was asked of it besides. */
export function watchStorage(page: Page) {
  const parts: number[] = [];
  const asked: string[] = [];
  page.on("requestfinished", async (request: Request) => {
    const { searchParams: query } = new URL(request.url());
    if (!query.has("X-Amz-Signature") || request.method() === "OPTIONS") return;
    const answer = await request.response();
    if (query.has("partNumber") && answer?.ok()) parts.push(Number(query.get("partNumber")));
    else asked.push(`${request.method()} ${answer?.status()}`);
  });
  return { parts, asked };
}

/** Lets second parts hang, those that come before `letGo` for ever. */
export async function holdSecondPart(page: Page) {
  let isOpen = false;
  await page.route(/partNumber=2&/, (route) => (isOpen ? route.continue() : undefined));
  return { letGo: () => void (isOpen = true) };
}

/** The page has written down which upload in S3 it is at. */
export const isKept = (page: Page) =>
  page.waitForFunction(() => localStorage.getItem("switchyard.uploads")?.includes("uploadId"));
