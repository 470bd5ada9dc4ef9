import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { callApi } from "./stack.ts";
import { ask, refusedAs, send } from "./upload-calls.ts";

const size = 6 * 1024 ** 2;
const content = Buffer.alloc(size, "switchyard ");
const newFile = (change = {}) => ({
  key: `browser-${randomUUID()}/film.txt`,
  type: "text/plain",
  size,
  ...change,
});
const register = (change = {}) => ask("/uploads/register", newFile(change));

/** What Uppy's S3 client does: has a request signed, and sends it with the headers it is told. */
async function signAndSend(request: object, body?: string | Buffer) {
  const { url, headers } = await ask("/uploads/sign", request);
  const { method } = request as { method: string };
  return send(method, url, { ...(headers && { headers }), ...(body !== undefined && { body }) });
}
const refusal = async (request: object, caller: "dev" | "other" = "dev") => {
  const answer = await callApi("/uploads/sign", { body: request, caller });
  return [answer.status, ((await answer.json()) as { code: string }).code];
};

/** Begins an upload in parts as a browser does. */
async function create(key: string) {
  const answer = await signAndSend({ method: "POST", key });
  const uploadId = /<UploadId>([^<]+)<\/UploadId>/.exec(await answer.text())?.[1] ?? "";
  expect(uploadId).not.toBe("");
  return uploadId;
}

describe("the signer for browsers", () => {
  test("signs a PUT of a registered file, with its own type and size", async () => {
    const { key } = await register();
    const asked = { method: "PUT", key, contentType: "text/html" };
    expect((await signAndSend(asked, content)).status).toBe(200);
    const { url } = await ask("/uploads/sign", asked);
    const html = { headers: { "content-type": "text/html" }, body: content };
    expect(await refusedAs(await send("PUT", url, html))).toBe("SignatureDoesNotMatch");
    expect((await signAndSend(asked, content.subarray(1))).status).toBe(403);
  });

  test("signs all that an upload in parts needs", async () => {
    const { key } = await register();
    const uploadId = await create(key);
    const part = await signAndSend({ method: "PUT", key, uploadId, partNumber: 1 }, content);
    expect(part.status).toBe(200);
    const listed = await (await signAndSend({ method: "GET", key, uploadId })).text();
    expect(listed).toContain("<PartNumber>1</PartNumber>");
    const etag = part.headers.get("etag");
    const parts = `<Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part>`;
    const xml = `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`;
    const done = await signAndSend({ method: "POST", key, uploadId }, xml);
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining(key)]);
    await expect
      .poll(async () => (await ask("/uploads/outcome", { key })).outcome, { timeout: 30_000 })
      .toBe("stored");
  });

  test("signs an abort, after which the upload is refused", async () => {
    const { key } = await register();
    const uploadId = await create(key);
    expect((await signAndSend({ method: "DELETE", key, uploadId })).status).toBe(204);
    const list = await signAndSend({ method: "GET", key, uploadId });
    expect(list.status === 404 || list.status === 200).toBe(true);
  });

  test("refuses what is not on its list", async () => {
    const { key } = await register();
    const uploadId = await create(key);
    const notAllowed = [403, "upload.not_allowed"];
    expect(await refusal({ method: "GET", key })).toEqual(notAllowed);
    expect(await refusal({ method: "DELETE", key })).toEqual(notAllowed);
    expect(await refusal({ method: "PUT", key, uploadId })).toEqual(notAllowed);
    expect(await refusal({ method: "PUT", key, uploadId, partNumber: 2 })).toEqual(notAllowed);
    for (const partNumber of [0, 10_001]) {
      const [status] = await refusal({ method: "PUT", key, uploadId, partNumber });
      expect(status).toBe(400);
    }
  });

  test("refuses files that were not registered, other callers' and other uploads", async () => {
    const { key } = await register();
    const another = await register();
    const uploadId = await create(key);
    expect(await refusal({ method: "PUT", key: `${key}2` })).toEqual([404, "upload.not_found"]);
    expect(await refusal({ method: "PUT", key }, "other")).toEqual([403, "upload.not_allowed"]);
    const crossed = { method: "GET", key: another.key, uploadId };
    expect(await refusal(crossed)).toEqual([403, "upload.not_allowed"]);
    const guessed = { method: "DELETE", key, uploadId: "guessed" };
    expect(await refusal(guessed)).toEqual([403, "upload.not_allowed"]);
    expect(await refusal({ method: "GET", key, uploadId }, "other")).toEqual([
      403,
      "upload.not_allowed",
    ]);
  });

  test("tells after a 412 that what is stored is this upload's, or another's", async () => {
    const { key } = await register({ overwrite: false });
    const put = { method: "PUT", key };
    expect((await signAndSend(put, content)).status).toBe(200);
    // The answer to the first was lost; the same file is sent again.
    expect([200, 412]).toContain((await signAndSend(put, content)).status);
    await expect
      .poll(async () => (await ask("/uploads/outcome", { key })).outcome, { timeout: 30_000 })
      .toBe("stored");
    const { id } = await ask("/uploads/outcome", { key });
    expect(await ask(`/files/${id}`)).toMatchObject({ key });
    expect(
      (
        await callApi("/uploads/register", {
          body: newFile({ key: key.slice(4), overwrite: false }),
        })
      ).status,
    ).toBe(409);
  });
});
