import { randomUUID } from "node:crypto";
import { inject, describe, expect, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";

useBrowser();

const csv = (name: string) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from("town,people\nBerlin,3\nRome,2\n"),
});

describe("a file", () => {
  test.each([["One signed PUT"], ["In signed parts"], ["Temporary keys"]])(
    "goes by “%s” and is shown archived",
    async (way) => {
      const { page, problems } = await openPage();
      const name = `towns-${randomUUID()}.csv`;
      await page.getByRole("radio", { name: way }).check();
      await page.getByLabel("Files", { exact: true }).setInputFiles(csv(name));
      const row = page.getByRole("listitem").filter({ hasText: name });
      await row.getByText("Archived").waitFor({ timeout: 60_000 });
      expect(problems).toEqual([]);
      expect(inject("page").pageUrl).toContain("127.0.0.1");
    },
  );
});
