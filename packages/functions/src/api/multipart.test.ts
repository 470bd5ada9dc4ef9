import { describe, expect, test } from "vitest";
import type { Services } from "./services.ts";
import { testApi } from "./testing.ts";

const caller = expect.objectContaining({ id: "alice" });
const open = {
  id: "u1",
  key: "alice/film.mp4",
  type: "video/mp4",
  size: 20,
  partSize: 10,
  partCount: 2,
  correlationId: "c1",
  expiresAt: "2026-01-02T03:04:05.000Z",
};

/** The API with a service that notes what it is asked and answers `answer`. */
function noting<Name extends keyof Services>(
  name: Name,
  answer: Awaited<ReturnType<Services[Name]>>,
) {
  const asked: unknown[][] = [];
  const note = async (...args: unknown[]) => {
    asked.push(args);
    return answer;
  };
  return { asked, ...testApi({}, { [name]: note }) };
}

describe("the routes of uploads in parts", () => {
  test("begin one", async () => {
    const { asked, send } = noting("openMultipart", open);
    const file = { key: "film.mp4", type: "video/mp4", size: 20 };
    const answer = await send("POST", "/uploads/multipart", file);
    expect([answer.status, await answer.json()]).toEqual([201, open]);
    expect(asked).toEqual([[{ ...file, overwrite: true }, caller]]);
  });

  test("list and sign its parts", async () => {
    const progress = { ...open, parts: [], completed: false };
    const listing = noting("multipartProgress", progress);
    const listed = await listing.send("GET", "/uploads/multipart/u1/parts");
    expect(await listed.json()).toEqual(progress);
    const url = { partNumber: 1, url: "https://s3.test/p", size: 10, expiresIn: 900 };
    const { asked, send } = noting("partUrls", [url]);
    const signed = await send("POST", "/uploads/multipart/u1/parts", { partNumbers: [1] });
    expect(await signed.json()).toEqual({ parts: [url] });
    expect(asked).toEqual([[{ id: "u1", partNumbers: [1] }, caller]]);
  });

  test.each([[[]], [[0]], [[10_001]], [["1"]], [Array.from({ length: 501 }, () => 1)]])(
    "sign no parts %j",
    async (partNumbers) => {
      const { send } = testApi();
      const answer = await send("POST", "/uploads/multipart/u1/parts", { partNumbers });
      expect(answer.status).toBe(400);
    },
  );

  test("put them together, with or without a list, quoted ETags or bare ones", async () => {
    const stored = { key: open.key, etag: "e-2", size: 20, correlationId: "c1" };
    const { asked, send } = noting("completeMultipart", stored);
    const path = "/uploads/multipart/u1/complete";
    const parts = [
      { partNumber: 1, etag: `"a"` },
      { partNumber: 2, etag: "b" },
    ];
    expect(await (await send("POST", path)).json()).toEqual(stored);
    expect((await send("POST", path, "")).status).toBe(200);
    expect((await send("POST", path, { parts })).status).toBe(200);
    expect(asked.map(([given]) => given)).toEqual([
      { id: "u1" },
      { id: "u1" },
      {
        id: "u1",
        parts: [
          { partNumber: 1, etag: "a" },
          { partNumber: 2, etag: "b" },
        ],
      },
    ]);
  });

  test("take the list of 10,000 parts", async () => {
    const stored = { key: open.key, etag: "e", size: 20, correlationId: "c1" };
    const { send } = noting("completeMultipart", stored);
    const parts = Array.from({ length: 10_000 }, (_, index) => ({
      partNumber: index + 1,
      etag: `"${"0".repeat(32)}"`,
    }));
    const answer = await send("POST", "/uploads/multipart/u1/complete", { parts });
    expect(answer.status).toBe(200);
  });

  test("give it up", async () => {
    const { asked, send } = noting("abortMultipart", undefined);
    expect((await send("DELETE", "/uploads/multipart/u1")).status).toBe(204);
    expect(asked).toEqual([["u1", caller]]);
  });
});

describe("the routes of a browser's upload engine", () => {
  test("sign what Uppy asks, as it asks it", async () => {
    const signed = { url: "https://s3.test/x", key: "alice/a", expiresIn: 900 };
    const { asked, send } = noting("signUpload", signed);
    const request = { method: "PUT", key: "alice/a", contentType: "text/csv" };
    expect(await (await send("POST", "/uploads/sign", request)).json()).toEqual(signed);
    expect(asked).toEqual([[request, caller]]);
  });
  test("register files and tell what became of them", async () => {
    const file = {
      key: "alice/a",
      type: "a/b",
      size: 1,
      partSize: 9,
      partCount: 1,
      correlationId: "c",
    };
    const registering = noting("registerFile", file);
    const wanted = { key: "a", type: "a/b", size: 1 };
    expect(await (await registering.send("POST", "/uploads/register", wanted)).json()).toEqual(
      file,
    );
    expect(registering.asked).toEqual([[{ ...wanted, overwrite: true, resume: false }, caller]]);
    const telling = noting("uploadOutcome", { outcome: "pending" });
    const told = await telling.send("POST", "/uploads/outcome", { key: "alice/a" });
    expect(await told.json()).toEqual({ outcome: "pending" });
    expect(telling.asked).toEqual([["alice/a", caller]]);
  });
});
