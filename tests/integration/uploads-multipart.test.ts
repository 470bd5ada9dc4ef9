import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { callApi } from "./stack.ts";
import { ask, send, type UploadAnswer } from "./upload-calls.ts";

const MiB = 1024 ** 2;
const partSize = 5 * MiB;
const size = 2 * partSize + 1000;
const content = Buffer.alloc(size, "switchyard ");
const newFile = (change = {}) => ({
  key: `multipart-${randomUUID()}/film.txt`,
  type: "text/plain",
  size,
  partSize,
  ...change,
});

const begin = (change = {}) => ask("/uploads/multipart", newFile(change));
const sign = ({ id }: UploadAnswer, partNumbers: number[]) =>
  ask(`/uploads/multipart/${id}/parts`, { partNumbers });
const complete = ({ id }: UploadAnswer, parts?: object[]) =>
  callApi(`/uploads/multipart/${id}/complete`, {
    method: "POST",
    ...(parts && { body: { parts } }),
  });

/** The bytes of one part. */
const partOf = (number: number) => content.subarray((number - 1) * partSize, number * partSize);

/** Sends parts; answers what S3 said of each. */
async function sendParts(upload: UploadAnswer, partNumbers: number[]) {
  const { parts } = await sign(upload, partNumbers);
  return Promise.all(
    parts.map(async ({ partNumber, url }) => {
      const answer = await send("PUT", url, { body: partOf(partNumber) });
      expect(answer.status).toBe(200);
      return { partNumber, etag: answer.headers.get("etag") ?? "" };
    }),
  );
}

describe("an upload in parts", () => {
  test("is put together from its parts, and twice gives the same answer", async () => {
    const upload = await begin();
    expect(upload).toMatchObject({ partSize, partCount: 3 });
    const parts = await sendParts(upload, [1, 2, 3]);
    const first = await complete(upload, parts.toReversed());
    const stored = await first.json();
    expect([first.status, stored]).toMatchObject([200, { key: upload.key, size }]);
    expect(stored).toMatchObject({ etag: expect.stringMatching(/^[0-9a-f]{32}-3$/) });
    for (const again of [await complete(upload), await complete(upload, parts)]) {
      expect([again.status, await again.json()]).toEqual([200, stored]);
    }
    const progress = await ask(`/uploads/multipart/${upload.id}/parts`);
    expect(progress.completed).toBe(true);
  });

  test("completed by several at once is stored once, and all are told the same", async () => {
    const upload = await begin();
    const parts = await sendParts(upload, [1, 2, 3]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => complete(upload, parts)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const stored = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(stored.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test("can be gone on with from what S3 has", async () => {
    const upload = await begin();
    await sendParts(upload, [2]);
    const progress = await ask(`/uploads/multipart/${upload.id}/parts`);
    expect(progress.parts).toMatchObject([{ partNumber: 2, size: partSize }]);
    const early = await complete(upload);
    expect([early.status, await early.json()]).toMatchObject([
      400,
      { code: "upload.file_invalid", issues: [{ field: "parts", value: "[1,3]" }] },
    ]);
    await sendParts(upload, [1, 3]);
    expect((await complete(upload)).status).toBe(200);
  });

  test("refuses a part of another size, number or upload", async () => {
    const [upload, other] = [await begin(), await begin()];
    const { parts } = await sign(upload, [1, 3]);
    const [first = { url: "" }, last = { url: "" }] = parts;
    const { parts: others } = await sign(other, [1]);
    const swapped = first.url.replace(
      /uploadId=[^&]+/,
      /uploadId=[^&]+/.exec(others[0]?.url ?? "")?.[0] ?? "",
    );
    const refused: [string, Buffer][] = [
      [first.url, partOf(3)],
      [last.url, partOf(1)],
      [first.url.replace("partNumber=1", "partNumber=2"), partOf(2)],
      [swapped, partOf(1)],
    ];
    for (const [url, body] of refused) expect((await send("PUT", url, { body })).status).toBe(403);
  });

  test("can't be completed with ETags that S3 never gave", async () => {
    const upload = await begin();
    const parts = await sendParts(upload, [1, 2, 3]);
    const wrong = parts.map((part) => ({ ...part, etag: "0".repeat(32) }));
    expect((await complete(upload, wrong)).status).toBe(400);
    expect((await complete(upload, parts)).status).toBe(200);
  });

  test("is gone once it is given up", async () => {
    const upload = await begin();
    await sendParts(upload, [1]);
    const path = `/uploads/multipart/${upload.id}`;
    for (const _ of [1, 2]) expect((await callApi(path, { method: "DELETE" })).status).toBe(204);
    expect((await complete(upload)).status).toBe(404);
    expect((await callApi(`${path}/parts`)).status).toBe(404);
  });

  test("that is complete can't be given up", async () => {
    const upload = await begin();
    await sendParts(upload, [1, 2, 3]);
    await complete(upload);
    const answer = await callApi(`/uploads/multipart/${upload.id}`, { method: "DELETE" });
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: "upload.completed" }]);
  });

  test("is nobody else's", async () => {
    const { id } = await begin();
    const path = `/uploads/multipart/${id}`;
    const caller = "other" as const;
    const asked = [
      callApi(`${path}/parts`, { caller }),
      callApi(`${path}/parts`, { caller, body: { partNumbers: [1] } }),
      callApi(`${path}/complete`, { caller, method: "POST" }),
      callApi(path, { caller, method: "DELETE" }),
    ];
    for (const { status } of await Promise.all(asked)) expect(status).toBe(404);
    expect((await callApi(`${path}/parts`)).status).toBe(200);
  });

  test.each([
    ["an empty file", { size: 0 }],
    ["parts under 5 MiB", { partSize: partSize - 1 }],
    ["more than 10,000 parts", { size: 10_001 * partSize }],
    ["more than 5 TiB", { size: 5 * 1024 ** 4 + 1, partSize: 1024 ** 3 }],
  ])("is refused for %s", async (_, change) => {
    expect((await callApi("/uploads/multipart", { body: newFile(change) })).status).toBe(400);
  });
});
