import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { startProxy } from "./proxy.ts";

interface Seen {
  method: string | undefined;
  url: string | undefined;
  host: string | undefined;
  body: string;
}

/** An emulator that answers what it was asked. */
async function emulator() {
  const server = createServer((question, response) => {
    const { method, url, headers } = question;
    const answer = (body: string) => {
      response.writeHead(418, { "x-answer": "yes" });
      response.end(JSON.stringify({ method, url, host: headers.host, body } satisfies Seen));
    };
    // One that went away has no body to wait for.
    text(question).then(answer, () => {});
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxyTo(endpoint: string, functionUrl: string, below?: string) {
  const proxy = await startProxy(functionUrl, endpoint, below === undefined ? {} : { below });
  onTestFinished(() => proxy.stop());
  return proxy.url;
}

const onAws = "https://abc.lambda-url.eu-west-1.on.aws/";

describe("the proxy to a function's URL", () => {
  test("sends method, path and body on under the host the emulator knows the function by", async () => {
    const endpoint = await emulator();
    const url = await proxyTo(endpoint, onAws);
    const answer = await fetch(`${url}/a?b=c`, { method: "PUT", body: "hello" });
    expect([answer.status, answer.headers.get("x-answer")]).toEqual([418, "yes"]);
    expect(await answer.json()).toEqual({
      method: "PUT",
      url: "/a?b=c",
      host: `abc.lambda-url.eu-west-1.localhost:${new URL(endpoint).port}`,
      body: "hello",
    });
  });

  test("uses LocalStack's host name where the URL has it", async () => {
    const endpoint = await emulator();
    const local = "http://abc.lambda-url.us-east-1.localhost.localstack.cloud:4566/";
    const answer = await fetch(await proxyTo(endpoint, local));
    expect(await answer.json()).toMatchObject({
      host: `abc.lambda-url.us-east-1.localhost.localstack.cloud:${new URL(endpoint).port}`,
    });
  });

  test.each([
    ["/health", "/api/health"],
    ["/api/health", "/api/health"],
    ["/", "/api/"],
  ])("puts %s below /api as %s", async (asked, sent) => {
    const url = await proxyTo(await emulator(), onAws, "/api");
    expect(await (await fetch(`${url}${asked}`)).json()).toMatchObject({ url: sent });
  });

  test("streams large bodies", async () => {
    const url = await proxyTo(await emulator(), onAws);
    const answer = await fetch(url, { method: "POST", body: "x".repeat(5_000_000) });
    expect(((await answer.json()) as Seen).body).toHaveLength(5_000_000);
  });

  test("answers 502 where the emulator is gone", async () => {
    const url = await proxyTo("http://127.0.0.1:9", onAws);
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([
      502,
      expect.stringContaining("The emulator doesn't answer"),
    ]);
  });

  test("outlives a client that goes away", async () => {
    const url = await proxyTo(await emulator(), onAws);
    const gone = request(url, { method: "POST", headers: { "content-length": 1000 } });
    gone.on("error", () => {});
    gone.write("half");
    await new Promise((resolve) => setTimeout(resolve, 50));
    gone.destroy();
    const { promise, resolve } = Promise.withResolvers<IncomingMessage>();
    request(url, resolve).end();
    expect((await promise).statusCode).toBe(418);
  });
});
