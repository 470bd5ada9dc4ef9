import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { capability } from "../../packages/local/src/conformance/capability.ts";
import { callApi, stack } from "./stack.ts";
import { ask, refusedAs, send } from "./upload-calls.ts";

/** A key of this run alone. */
const newKey = (name = "report.csv") => `uploads-${randomUUID()}/${name}`;
const body = "name,size\nBerlin,3\n";
const file = (change = {}) => ({ key: newKey(), type: "text/csv", size: body.length, ...change });
const presign = (change = {}) => ask("/uploads/presign", file(change));

const post = (change = {}) =>
  ask("/uploads/post", { key: newKey(), type: "text/csv", minSize: 5, maxSize: 100, ...change });
/** Sends the form, with some of its fields changed. */
const fill = ({ url, fields }: Awaited<ReturnType<typeof post>>, content: string, change = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change }))
    form.set(name, String(value));
  form.set("file", new Blob([content]), "whatever.bin");
  return send("POST", url, { body: form });
};

/** 403, but where the conformance table says that this emulator doesn't look: there it takes the form. */
const refusedOn = (probe: string) =>
  (capability(stack().kind, probe) ?? "works") === "works" ? 403 : 204;

describe("a presigned PUT", () => {
  test("takes the file it was signed for, under the caller's prefix", async () => {
    const { key, url, headers } = await presign();
    expect(key).toMatch(/^dev\/uploads-/);
    expect((await send("PUT", url, { headers, body })).status).toBe(200);
  });

  test("takes names in any script, and an empty file", async () => {
    for (const name of ["Zürich 北京 🚲 #1?+&%25.csv", "a'b\"c<d>.csv"]) {
      const { url, headers } = await presign({ key: newKey(name) });
      expect((await send("PUT", url, { headers, body })).status).toBe(200);
    }
    const empty = await presign({ size: 0 });
    expect((await send("PUT", empty.url, { headers: empty.headers, body: "" })).status).toBe(200);
  });

  test("refuses another type", async () => {
    const { url } = await presign();
    const answer = await send("PUT", url, { headers: { "content-type": "text/html" }, body });
    expect(await refusedAs(answer)).toBe("SignatureDoesNotMatch");
  });

  test.each(["", body.slice(1), `${body}x`])("refuses another size", async (other) => {
    const { url, headers } = await presign();
    const answer = await send("PUT", url, { headers, body: other });
    expect(await refusedAs(answer)).toBe("SignatureDoesNotMatch");
  });

  test("refuses another key, method, expiry and signature", async () => {
    const { url, headers } = await presign();
    const changed = [
      url.replace("report.csv", "other.csv"),
      url.replace("/dev/", "/other/"),
      url.replace("X-Amz-Expires=900", "X-Amz-Expires=90000"),
      url.replace(/X-Amz-Signature=./, (text) => `X-Amz-Signature=${text.endsWith("0") ? 1 : 0}`),
      url.replace("correlation-id=", "correlation-id=x"),
    ];
    for (const other of changed) {
      expect(other).not.toBe(url);
      expect((await send("PUT", other, { headers, body })).status).toBe(403);
    }
    expect((await send("GET", url, {})).status).toBe(403);
    expect((await send("DELETE", url, {})).status).toBe(403);
  });

  test("refuses everything when it has expired", async () => {
    const { url, headers, expiresIn } = await presign({ expiresIn: 1 });
    expect(expiresIn).toBe(1);
    await sleep(2_100);
    const answer = await send("PUT", url, { headers, body });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(/expired/i);
  });

  test("refuses content of another SHA-256", async () => {
    const sha256 = createHash("sha256").update(body).digest("base64");
    const { url, headers } = await presign({ sha256 });
    const other = body.toUpperCase();
    expect((await send("PUT", url, { headers, body: other })).status).toBe(400);
    const without = { "content-type": "text/csv" };
    expect((await send("PUT", url, { headers: without, body })).status).toBe(403);
    expect((await send("PUT", url, { headers, body })).status).toBe(200);
  });

  test("that must not overwrite is refused by S3 while a file waits, and by the API once it is known", async () => {
    const key = newKey();
    const once = { key, overwrite: false };
    const [first, second] = [await presign(once), await presign(once)];
    expect((await send("PUT", first.url, { headers: first.headers, body })).status).toBe(200);
    const repeated = await send("PUT", second.url, { headers: second.headers, body });
    expect(repeated.status).toBe(412);
    const without = { "content-type": "text/csv" };
    expect((await send("PUT", second.url, { headers: without, body })).status).toBe(403);
    await expect
      .poll(async () => (await callApi("/uploads/presign", { body: file(once) })).status, {
        timeout: 30_000,
      })
      .toBe(409);
  });
});

describe("a presigned POST", () => {
  test("takes a file within its limits", async () => {
    const form = await post();
    expect((await fill(form, body)).status).toBe(204);
    expect((await fill(form, "x".repeat(100))).status).toBe(204);
  });

  test.each([
    ["a byte too many", "x".repeat(101), "EntityTooLarge"],
    ["a byte too few", "xxxx", "EntityTooSmall"],
  ])("refuses %s", async (_, content, code) => {
    const answer = await fill(await post(), content);
    expect([answer.status, await refusedAs(answer)]).toEqual([400, code]);
  });

  test.each([
    ["another key", { key: "dev/other.csv" }, "post.key"],
    ["another caller's key", { key: "other/report.csv" }, "post.key"],
    ["another type", { "Content-Type": "text/html" }, "post.type"],
    ["another correlation id", { "x-amz-meta-correlation-id": "mine" }, "post.key"],
    ["a field it doesn't name", { acl: "public-read" }, "post.field"],
    ["another signature", { "X-Amz-Signature": "0".repeat(64) }, "post.tampered"],
  ])("refuses %s", async (_, change, probe) => {
    const { status } = await fill(await post(), body, change);
    expect(status).toBe(refusedOn(probe));
  });

  test("refuses a policy that was changed", async () => {
    const form = await post();
    const policy = JSON.parse(Buffer.from(form.fields["Policy"] ?? "", "base64").toString());
    const wider = { ...policy, expiration: "2099-01-01T00:00:00Z" };
    const Policy = Buffer.from(JSON.stringify(wider)).toString("base64");
    expect((await fill(form, body, { Policy })).status).toBe(refusedOn("post.tampered"));
  });

  test("refuses everything when it has expired", async () => {
    const form = await post({ expiresIn: 1 });
    await sleep(2_100);
    expect((await fill(form, body)).status).toBe(403);
  });
});

describe("the example page's endpoints", () => {
  test("sign for anybody, without a token, what the page's own script sends", async () => {
    const key = newKey("from-the-page.txt");
    const asked = JSON.stringify({ key, type: "text/plain" });
    const answer = await fetch(`${stack().apiUrl}/api/signedurl`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: asked,
    });
    const { url } = (await answer.json()) as { url: string };
    const put = { headers: { "content-type": "text/plain" }, body };
    expect((await send("PUT", url, put)).status).toBe(200);
    const otherType = { headers: { "content-type": "text/html" }, body };
    expect((await send("PUT", url, otherType)).status).toBe(403);
  });
});

describe("a key", () => {
  test.each(["../x", "a/%2e%2e/b", "a\\b", "/a", "a//b", "\u0000", "x".repeat(1024), "a\u0007"])(
    "like %j is refused by every way to upload, and nothing is signed",
    async (key) => {
      const requests = [
        ["/uploads/presign", file({ key })],
        ["/uploads/post", { key, type: "text/csv", maxSize: 9 }],
        ["/uploads/credentials", { key }],
        ["/uploads/multipart", file({ key })],
        ["/uploads/register", file({ key })],
        ["/api/signedurl", { key: key.length > 1000 ? `${key}x` : key, type: "text/csv" }],
      ] as const;
      for (const [path, asked] of requests) {
        const answer = await callApi(path, { body: asked });
        expect(answer.status, path).toBe(400);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
    },
  );
});

describe("a caller", () => {
  test("needs a token, and one that may upload", async () => {
    const none = await callApi("/uploads/presign", {
      body: file(),
      headers: { authorization: "Bearer guessed-token-000" },
    });
    expect(none.status).toBe(401);
    const reader = await callApi("/uploads/presign", { body: file(), caller: "reader" });
    expect(reader.status).toBe(403);
  });
});
