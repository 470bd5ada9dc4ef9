import type { Context } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { handler } from "./api.ts";

const context = { awsRequestId: "lambda-1", functionName: "api" } as Context;

/** A function URL's event. */
const event = (method: string, rawPath: string, more = {}) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath,
  rawQueryString: "",
  headers: { host: "abc.lambda-url.us-east-1.on.aws" },
  requestContext: {
    requestId: "req-7",
    domainName: "abc.lambda-url.us-east-1.on.aws",
    http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
  },
  body: null,
  isBase64Encoded: false,
  ...more,
});
type Event = Parameters<typeof handler>[0];
const ask = (method: string, path: string, more = {}) =>
  handler(event(method, path, more) as unknown as Event, context);

describe("the API as a function", () => {
  test("answers a function URL's event under that request's id", async () => {
    const answer = await ask("GET", "/api/health");
    expect(answer).toMatchObject({ statusCode: 200, headers: { "x-request-id": "req-7" } });
    expect(JSON.parse(answer.body)).toEqual({ status: "ok", stage: "unknown" });
  });
  test("tells a problem where nobody's token is asked for", async () => {
    const answer = await ask("POST", "/uploads/presign", { body: "{}" });
    expect(answer.statusCode).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ code: "auth.missing", requestId: "req-7" });
  });
  test("doesn't mind the body of a GET", async () => {
    const answer = await ask("GET", "/health", { body: "e30=", isBase64Encoded: true });
    expect(answer.statusCode).toBe(200);
  });
});
