import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileState, FileSummary } from "../api/api.ts";
import { append, type FileList, headSize, refreshHead } from "./file-list.ts";

const file = (at: number, state: FileState = "archived"): FileSummary => ({
  id: `f${at}`,
  key: `dev/${at}`,
  version: "v",
  state,
  receivedAt: at,
  updatedAt: at,
  attempts: 1,
});
const newest = (...times: number[]) => times.map((at) => file(at));
const ids = ({ files }: { files: readonly FileSummary[] }) =>
  files.map(({ receivedAt }) => receivedAt);

describe("a list that reads its newest part again", () => {
  test("keeps what is older, and what was pushed out of the newest part", () => {
    const known = { files: newest(5, 4, 3, 2, 1), cursor: "after 1" };
    const fresh = refreshHead(known, { files: newest(7, 6, 5), cursor: "after 5" });
    expect(ids(fresh)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(fresh.cursor).toBe("after 1");
  });

  test("lets go of what has left the list", () => {
    const known = { files: newest(5, 4, 3, 2), cursor: "after 2" };
    expect(ids(refreshHead(known, { files: newest(5, 3), cursor: "after 3" }))).toEqual([5, 3, 2]);
    expect(ids(refreshHead(known, { files: newest(5, 3) }))).toEqual([5, 3]);
  });

  test("is, read page by page while files come, what the server has", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.boolean()),
        (start, size, steps) => {
          let server = Array.from({ length: start }, (_, at) => file(start - at));
          const page = (from: number) => {
            const files = server.slice(from, from + size);
            const last = files.at(-1);
            return {
              files,
              cursor: last && from + size < server.length ? String(last.receivedAt) : undefined,
            };
          };
          const after = (cursor: string) =>
            server.findIndex(({ receivedAt }) => receivedAt < Number(cursor));
          let list: FileList = page(0);
          for (const isNew of [...steps, false]) {
            if (isNew) server = [file((server[0]?.receivedAt ?? 0) + 1), ...server];
            list = refreshHead(list, page(0));
            if (list.cursor !== undefined) list = append(list, page(after(list.cursor)));
          }
          while (list.cursor !== undefined) list = append(list, page(after(list.cursor)));
          expect(ids(list)).toEqual(server.map(({ receivedAt }) => receivedAt));
        },
      ),
    );
  });
});

test("so much is read again that every file still going is in it, to a thousand", () => {
  const isGoing = ({ state }: FileSummary) => state === "processing";
  const files = Array.from({ length: 3000 }, (_, at) =>
    file(at, at === 250 ? "processing" : "archived"),
  );
  expect(headSize(undefined, isGoing)).toBe(100);
  expect(headSize({ files }, isGoing)).toBe(300);
  expect(headSize({ files: [...files, file(1, "processing")] }, isGoing)).toBe(1000);
});
