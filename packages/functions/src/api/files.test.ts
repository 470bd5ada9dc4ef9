import { FileNotFoundError } from "@switchyard/core/pipeline/errors.ts";
import { describe, expect, test } from "vitest";
import type { Services } from "./services.ts";
import { testApi } from "./testing.ts";

const file = {
  id: "f1",
  key: "alice/a.csv",
  version: "v1",
  state: "failed" as const,
  receivedAt: 1,
  updatedAt: 2,
  attempts: 5,
};
const reader = { authorization: "Bearer reader" };

const fileHistory: Services["fileHistory"] = async (id, { id: owner }) => {
  if (owner !== "alice") throw new FileNotFoundError(id);
  return { ...file, steps: [{ state: "failed", at: 2 }], results: [] };
};
const resultLinks: Services["resultLinks"] = async () => ({ results: [] });

describe("the files' routes", () => {
  test("list only below the caller's own prefix, by state, page by page", async () => {
    const asked: unknown[] = [];
    const listFiles: Services["listFiles"] = async (query) => {
      asked.push(query);
      return { files: [file], cursor: "next" };
    };
    const { send } = testApi({}, { listFiles });
    const answer = await send("GET", "/files?state=failed&prefix=may/&limit=10&cursor=c1");
    expect(await answer.json()).toEqual({ files: [file], cursor: "next" });
    await send("GET", "/files", undefined, reader);
    expect(asked).toEqual([
      { owner: "alice", prefix: "alice/may/", state: "failed", limit: 10, cursor: "c1" },
      { owner: "rita", prefix: "rita/", limit: 100 },
    ]);
  });

  test.each(["state=lost", "limit=0", "limit=many", "limit=1001", "limit=1.5"])(
    "refuse a list with %s",
    async (query) => {
      const answer = await testApi().send("GET", `/files?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: "input.invalid",
        issues: [{ field: query.split("=")[0] }],
      });
    },
  );

  test("tell one file's way and links, whose it is and whom not", async () => {
    const { send } = testApi({}, { fileHistory, resultLinks });
    expect(await (await send("GET", "/files/f1")).json()).toMatchObject({ steps: [{ at: 2 }] });
    expect(await (await send("GET", "/files/f1/results")).json()).toEqual({ results: [] });
    const other = await send("GET", "/files/f1", undefined, reader);
    expect(other.status).toBe(404);
    expect(await other.json()).toMatchObject({ code: "file.not_found" });
  });

  test.each([
    [{ action: "announce" } as const, { announced: true }],
    [{ action: "none", why: "done" } as const, { announced: false, why: "done" }],
  ])("replay a file: %j is %j", async (decision, told) => {
    const { send } = testApi({}, { replayFile: async () => decision });
    const answer = await send("POST", "/files/f1/replay");
    expect([answer.status, await answer.json()]).toEqual([200, told]);
  });

  test("replay for nobody who may only read", async () => {
    const { send } = testApi();
    const answer = await send("POST", "/files/f1/replay", undefined, reader);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("www-authenticate")).toContain('scope="files:replay"');
  });

  test("replay many, and only tell what would be done where that is asked", async () => {
    const asked: unknown[] = [];
    const replayFiles: Services["replayFiles"] = async (files, { id: caller }) => {
      asked.push({ ...files, caller });
      return [{ id: "f1", announced: false, why: "live" }];
    };
    const { send } = testApi({}, { replayFiles });
    const answer = await send("POST", "/files/replay", { ids: ["f1"], preview: true });
    expect(await answer.json()).toEqual({ files: [{ id: "f1", announced: false, why: "live" }] });
    expect(asked).toEqual([{ ids: ["f1"], preview: true, caller: "alice" }]);
    expect((await send("POST", "/files/replay", { ids: [] })).status).toBe(400);
    expect((await send("POST", "/files/replay", { ids: ["f1"] }, reader)).status).toBe(403);
    expect(asked).toHaveLength(1);
  });

  test("answer 304 to whoever has the same answer already, and to nobody else", async () => {
    let state: "failed" | "archived" = "failed";
    const listFiles: Services["listFiles"] = async () => ({ files: [{ ...file, state }] });
    const { send } = testApi({}, { listFiles, fileHistory });
    for (const path of ["/api/files", "/files/f1"]) {
      const etag = (await send("GET", path)).headers.get("etag") ?? "";
      const again = await send("GET", path, undefined, { "if-none-match": etag });
      expect([again.status, await again.text()]).toEqual([304, ""]);
      expect(again.headers.get("cache-control")).toBe("no-store");
      // The answer depends on whose token it is: another's is refused before.
      const stolen = { "if-none-match": etag, authorization: "Bearer stolen" };
      expect((await send("GET", path, undefined, stolen)).status).toBe(401);
    }
    const etag = (await send("GET", "/files")).headers.get("etag") ?? "";
    state = "archived";
    expect((await send("GET", "/files", undefined, { "if-none-match": etag })).status).toBe(200);
  });
});
