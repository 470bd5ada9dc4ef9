import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, inject, onTestFinished, test } from "vitest";
import { openPage, useBrowser } from "./browser.ts";

useBrowser();

/** A page of the shape of “two buckets and a Lambda”: no token, no prefix, a URL asked for and the file sent there. */
const examplePage = `<!doctype html>
<input type="file" id="file"><p id="status"></p>
<script>
document.querySelector("#file").addEventListener("change", async ({ target: { files: [file] } }) => {
  const headers = { "Content-Type": "application/json" };
  const ask = async (path, body) =>
    (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
  const { url } = await ask("/api/signedurl", { key: file.name, type: file.type });
  const request = { method: "PUT", mode: "cors", cache: "no-cache", headers: { "Content-Type": file.type }, body: file };
  const response = await fetch(url, request);
  const keys = await ask("/api/credentials", { key: file.name });
  document.querySelector("#status").textContent = response.status + " " + JSON.stringify(keys);
});
</script>`;

test("a page like the example's sends a file by its two endpoints, as they are", async () => {
  const address = await serveExample();
  const { page } = await openPage({ path: "/nowhere", caller: "none" });
  await page.goto(address);
  const name = `example ${randomUUID()}.txt`;
  await page.locator("#file").setInputFiles({
    name,
    mimeType: "text/plain",
    buffer: Buffer.from("by the example"),
  });
  const status = page.locator("#status");
  await expect.poll(() => status.textContent()).toMatch(/^200 /);
  const keys = JSON.parse((await status.textContent())?.slice(4) ?? "") as Record<string, string>;
  expect(Object.keys(keys).toSorted()).toEqual(
    ["access_key", "bucket", "region", "secret_key", "session_token"].toSorted(),
  );
  const { endpoint, outputs } = inject("page");
  expect(keys["bucket"]).toBe(outputs.staging);
  const s3 = new S3Client({
    endpoint,
    region: keys["region"],
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const look = async () => {
    const archived = new HeadObjectCommand({ Bucket: outputs.archive, Key: name });
    return (await s3.send(archived).catch(() => undefined))?.ContentLength;
  };
  await expect.poll(look, { timeout: 60_000, interval: 300 }).toBe(14);
});

/** Serves the page, with the API below its own origin, as the example does. */
async function serveExample(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === "GET") response.setHeader("content-type", "text/html").end(examplePage);
    else void passOn(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function passOn(request: IncomingMessage, response: ServerResponse) {
  const { url, method, headers } = request;
  const type = headers["content-type"] ?? "";
  const answer = await fetch(`${inject("page").apiUrl}${url}`, {
    method,
    body: await text(request),
    headers: { "content-type": type },
  });
  response.setHeader("content-type", "application/json").end(await answer.text());
}
