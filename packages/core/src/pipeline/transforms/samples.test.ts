import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memoryResults } from "./memory-results.ts";
import { processFile } from "./process.ts";

const folder = join(import.meta.dirname, "../../../../../samples");
const fromGzip = { transform: "gzip", summary: { transform: "text", content: { lines: 1_200 } } };
const expected: Record<string, object> = {
  "access.log.gz": fromGzip,
  "badge.svg": { transform: "manifest", detectedType: "image/svg+xml" },
  "catalogue.json": { transform: "json", summary: { documents: 1, objects: 4 } },
  "empty.txt": { transform: "manifest", detectedType: "application/x-empty" },
  "events.ndjson": { transform: "ndjson", summary: { documents: 4 } },
  "greetings.txt": { transform: "text", summary: { encoding: "utf-8", lines: 11 } },
  "messy.csv": {
    transform: "csv",
    summary: { delimiter: ";", rows: 4, shortRows: 1, longRows: 1 },
  },
  "nested/deep folder/50% off + more – Grüße 世界 (1).csv": {
    transform: "csv",
    summary: { delimiter: ";", rows: 2, columns: 3 },
  },
  "nested/notes.md": { transform: "text" },
  "page.html": { transform: "manifest", detectedType: "text/html" },
  "people.csv": { transform: "csv", summary: { rows: 6, columns: 5, shortRows: 0, longRows: 0 } },
  "picture.png": { transform: "manifest", detectedType: "image/png" },
};

describe("the samples", () => {
  test("are all here, by their exact names", async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .normalize("NFC"),
      );
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  test.each(Object.entries(expected))("%s is processed", async (name, outcome) => {
    const path = join(folder, name);
    const { sink } = memoryResults();
    const facts = { key: name, size: (await stat(path)).size };
    expect(await processFile({ facts, body: createReadStream(path), sink })).toMatchObject(outcome);
    expect(sink.results.length).toBeGreaterThan(0);
  });
});
