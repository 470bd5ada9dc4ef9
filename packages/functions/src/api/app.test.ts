import { NoCredentialsError, UploadExistsError } from "@switchyard/core/uploads/errors.ts";
import { ownKey } from "@switchyard/core/uploads/keys.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Trace } from "@switchyard/core/tracing/trace.ts";
import { Problem } from "./problem.ts";
import { testApi } from "./testing.ts";

const file = { key: "a.csv", type: "text/csv", size: 1 };
const signed = {
  key: "alice/a.csv",
  url: "https://staging.test/alice/a.csv?X-Amz-Signature=abc",
  method: "PUT" as const,
  headers: {},
  expiresIn: 900,
  correlationId: "c1",
};
const presignPut = async () => signed;

/** The problem an answer tells, held to its schema. */
async function problemIn(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const problem = Problem().parse(await answer.json());
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBe(answer.headers.get("x-request-id"));
  expect(problem.type).toBe(`urn:switchyard:problem:${problem.code}`);
  return problem;
}

/** Answers an upload that the core refuses with this error. */
const refusing = (error: Error) => {
  const refuse = async () => {
    throw error;
  };
  return testApi({}, { presignPut: refuse }).send("POST", "/uploads/presign", file);
};

describe("the API", () => {
  test("traces a call under the id that its file has from then on", async () => {
    const traces: Parameters<Trace>[0][] = [];
    const trace: Trace = async (work) => void traces.push(work);
    const { send } = testApi({}, { presignPut }, trace);
    await send("POST", "/uploads/presign", file);
    await send("GET", "/api/nowhere", undefined, { "x-correlation-id": "mine" });
    expect(traces).toMatchObject([
      { name: "POST /uploads/presign", annotations: { correlation_id: "c1", status: 200 } },
      { annotations: { correlation_id: "mine", status: 404 }, failed: false },
    ]);
  });

  test("answers though the trace can't be sent, and logs that", async () => {
    const trace: Trace = async () => {
      throw new TypeError("no daemon");
    };
    const { send, lines } = testApi({}, {}, trace);
    expect((await send("GET", "/health")).status).toBe(200);
    expect(JSON.stringify(lines)).toContain("a trace was not sent");
  });

  test("has every path as it is and below /api", async () => {
    const { send } = testApi({}, { presignPut });
    for (const path of ["/uploads/presign", "/api/uploads/presign"]) {
      const answer = await send("POST", path, file);
      expect([answer.status, await answer.json()]).toEqual([200, signed]);
    }
    expect((await send("GET", "/api/health")).status).toBe(200);
    expect((await send("GET", "/apihealth")).status).toBe(404);
  });

  test("gives the core what was asked, with defaults, and whose it is", async () => {
    const asked: unknown[] = [];
    const { send } = testApi(
      {},
      {
        presignPut: async (...args) => {
          asked.push(args);
          return signed;
        },
      },
    );
    await send("POST", "/uploads/presign", { ...file, surplus: true });
    expect(asked).toEqual([
      [
        { ...file, overwrite: true },
        { id: "alice", scopes: expect.any(Array) },
      ],
    ]);
  });

  test("answers with nothing to cache, frame or guess at", async () => {
    const { send } = testApi();
    for (const path of ["/health", "/nowhere", "/docs"]) {
      const { headers } = await send("GET", path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });

  test("takes a correlation id that is harmless, and makes one otherwise", async () => {
    const { api } = testApi();
    const ask = async (id: string) => {
      const answer = await api.request("/health", { headers: { "x-correlation-id": id } });
      return answer.headers.get("x-correlation-id");
    };
    expect(await ask("order-7:3")).toBe("order-7:3");
    for (const bad of ["a b", "x".repeat(129), "<script>"]) expect(await ask(bad)).not.toBe(bad);
  });

  test("logs one line a request, without query and headers", async () => {
    const { send, lines } = testApi({}, { presignPut });
    await send("POST", "/uploads/presign?token=hush", file);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.facts).toMatchObject({
      method: "POST",
      path: "/uploads/presign",
      status: 200,
      caller: "alice",
      upload: { key: "alice/a.csv", correlation_id: "c1" },
    });
    expect(JSON.stringify(lines)).not.toMatch(/hush|good|Signature/);
  });

  test("lets pages of the stage's origins call, and no others", async () => {
    const { api } = testApi({ allowedOrigins: ["https://page.test"] });
    const preflight = (origin: string) =>
      api.request("/uploads/presign", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const { status, headers } = await preflight("https://page.test");
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("https://page.test");
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
    const other = await preflight("https://evil.test");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const all = await testApi({ allowedOrigins: ["*"] }).api.request("/health");
    expect(all.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("a request that is refused", () => {
  test.each([
    ["without a token", {}, 401, "auth.missing"],
    ["with another scheme", { authorization: "Basic Z29vZA==" }, 401, "auth.missing"],
    ["with an unknown token", { authorization: "Bearer bad" }, 401, "auth.invalid"],
    ["without the scope", { authorization: "Bearer reader" }, 403, "auth.scope_missing"],
  ])("%s is told so, whatever its body", async (_, headers, status, code) => {
    const { api } = testApi();
    const answer = await api.request("/uploads/presign", { method: "POST", headers, body: "{" });
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(await problemIn(answer)).toMatchObject({ status, code });
  });

  test.each([
    ["JSON", "{", { "content-type": "application/json" }, 400, "request.malformed_json"],
    ["its type", "<x/>", { "content-type": "text/xml" }, 415, "request.media_type"],
    ["its type unsaid", "{}", { "content-type": "" }, 415, "request.media_type"],
    ["its size", `"${"x".repeat(1024 ** 2)}"`, {}, 413, "request.too_large"],
    ["its fields", "{}", {}, 400, "input.invalid"],
    ["an object", "[1]", {}, 400, "input.invalid"],
    ["an object or nothing", undefined, {}, 400, "input.invalid"],
  ])("for its body (%s) is told why", async (_, body, headers, status, code) => {
    const { send } = testApi();
    const answer = await send("POST", "/uploads/presign", body, headers);
    expect(await problemIn(answer)).toMatchObject({ status, code });
  });

  test("is told everything that is wrong, with field, value and what was expected", async () => {
    const { send } = testApi();
    const body = { key: "", type: "csv", size: -1, expiresIn: 9999 };
    const { issues } = await problemIn(await send("POST", "/uploads/presign", body));
    expect(issues).toEqual([
      { field: "key", value: `""`, expected: "a key of at least one character" },
      { field: "type", value: `"csv"`, expected: "a media type, like text/csv" },
      { field: "size", value: "-1", expected: "a number of bytes, from 0" },
      { field: "expiresIn", value: "9999", expected: "at most 3600 seconds" },
    ]);
  });

  test("gets a long value back only in part", async () => {
    const { send } = testApi();
    const answer = await send("POST", "/uploads/presign", { ...file, type: "x".repeat(9999) });
    const { issues = [] } = await problemIn(answer);
    expect(issues.every(({ value }) => value.length <= 80)).toBe(true);
  });

  test("for its key is told by the core's own error", async () => {
    const { send } = testApi(
      {},
      {
        presignPut: async ({ key }, caller) => ({ ...signed, key: ownKey(caller, key) }),
      },
    );
    const answer = await send("POST", "/uploads/presign", { ...file, key: "a/../../bob/b" });
    expect(await problemIn(answer)).toMatchObject({ status: 400, code: "upload.key_invalid" });
  });

  test("because of what is stored is a conflict, and one that will pass says when", async () => {
    const conflict = await problemIn(await refusing(new UploadExistsError("alice/a.csv")));
    expect(conflict).toMatchObject({ status: 409, code: "upload.exists" });
    const unavailable = await refusing(new NoCredentialsError("none"));
    expect(unavailable.headers.get("retry-after")).toBe("1");
    expect(await problemIn(unavailable)).toMatchObject({ status: 503, code: "unavailable" });
  });

  test("at an address that doesn't exist is a problem too", async () => {
    const { send } = testApi();
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/api"],
      ["PUT", "/uploads/presign"],
      ["GET", "/%ff"],
    ]) {
      const answer = await send(method ?? "", path ?? "");
      expect(await problemIn(answer)).toMatchObject({ status: 404, code: "request.not_found" });
    }
  });

  test("by a fault of ours says nothing of it, and logs it", async () => {
    const fault = new TypeError("cannot read alice's password at /var/task/bundle.mjs:1:2");
    const { send, lines } = testApi({}, { presignPut: () => Promise.reject(fault) });
    const answer = await send("POST", "/uploads/presign", file);
    const problem = await problemIn(answer);
    expect(problem).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(problem)).not.toMatch(/password|bundle|TypeError|at /);
    expect(lines[0]).toMatchObject({ message: `"request failed"`, facts: { error: fault } });
    expect(lines[0]?.facts["request_id"]).toBe(problem.requestId);
  });

  test.each(["SlowDown", "ThrottlingException", "TimeoutError"])(
    "by AWS's %s may be tried again",
    async (name) => {
      const error = Object.assign(new Error("slow"), { name });
      const { send } = testApi({}, { presignPut: () => Promise.reject(error) });
      const answer = await send("POST", "/uploads/presign", file);
      expect(answer.headers.get("retry-after")).toBe("1");
      expect(await problemIn(answer)).toMatchObject({ status: 503, code: "unavailable" });
    },
  );

  test("is a problem for every body that JSON can be", async () => {
    const { send } = testApi(
      {},
      {
        presignPut: async ({ key }, caller) => ({ ...signed, key: ownKey(caller, key) }),
      },
    );
    const paths = [
      "/uploads/presign",
      "/uploads/post",
      "/uploads/multipart",
      "/uploads/sign",
      "/signedurl",
    ];
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { key: fc.jsonValue(), type: fc.jsonValue(), size: fc.jsonValue(), method: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async (path, value) => {
        const answer = await send("POST", path, JSON.stringify(value));
        expect((await problemIn(answer)).status).toBe(400);
      }),
    );
  });
});

describe("the example page's endpoints", () => {
  const stood = {
    signedUrl: async () => ({ url: "https://staging.test/a.csv" }),
    exampleCredentials: async () => ({
      access_key: "A",
      secret_key: "S",
      session_token: "T",
      region: "eu-west-1",
      bucket: "staging",
    }),
  };
  test("answer anybody, field by field, where the stage allows it", async () => {
    const { api } = testApi({ allowAnonymous: true }, stood);
    const post = (path: string, body: object) =>
      api.request(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const url = await post("/api/signedurl", { key: "a.csv", type: "text/csv" });
    expect([url.status, await url.json()]).toEqual([200, await stood.signedUrl()]);
    const keys = await post("/api/credentials", { key: "a.csv" });
    expect([keys.status, await keys.json()]).toEqual([200, await stood.exampleCredentials()]);
  });
  test("are not there where the stage doesn't", async () => {
    const { send } = testApi({ allowAnonymous: false }, stood);
    for (const path of ["/api/signedurl", "/api/credentials"]) {
      const answer = await send("POST", path, { key: "a.csv", type: "text/csv" });
      expect(await problemIn(answer)).toMatchObject({ status: 404 });
    }
  });
});
