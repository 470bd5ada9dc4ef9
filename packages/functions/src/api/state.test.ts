import { BucketVersionNotFoundError } from "@switchyard/core/state/bucket.ts";
import { JarFunctionNotFoundError } from "@switchyard/core/state/jar.ts";
import { describe, expect, test } from "vitest";
import type { Services } from "./services.ts";
import { testApi } from "./testing.ts";

const visitsNow: Services["visitsNow"] = async () => ({
  text: '{"count":3}',
  bytes: 40,
  limitBytes: 4096,
});
const version = { versionId: "v1", isLatest: true, isDeleted: false, etag: '"e"', bytes: 2 };
const configurationNow: Services["configurationNow"] = async (versionId = "v1") => {
  if (versionId !== "v1") throw new BucketVersionNotFoundError("s3://b/k", versionId, undefined);
  const versions = [{ ...version, lastModified: new Date(0) }];
  return { text: "{}", versionId, bytes: 2, limitBytes: 10, versions };
};

describe("the state's routes", () => {
  test("tell what each function holds, and 304 to whoever has that already", async () => {
    const { send } = testApi({}, { visitsNow, configurationNow });
    const answer = await send("GET", "/api/state/visits");
    expect(await answer.json()).toEqual({ text: '{"count":3}', bytes: 40, limitBytes: 4096 });
    const etag = answer.headers.get("etag") ?? "";
    const again = await send("GET", "/state/visits", undefined, { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(await (await send("GET", "/state/configuration?version=v1")).json()).toEqual({
      text: "{}",
      versionId: "v1",
      bytes: 2,
      limitBytes: 10,
      versions: [
        {
          versionId: "v1",
          isLatest: true,
          isDeleted: false,
          lastModified: "1970-01-01T00:00:00.000Z",
          bytes: 2,
        },
      ],
    });
    const gone = await send("GET", "/state/configuration?version=v9");
    expect([gone.status, await gone.json()]).toMatchObject([
      404,
      { code: "bucket.version_not_found" },
    ]);
  });

  test("tell a map's entries page by page, within limits", async () => {
    const asked: unknown[] = [];
    const primesNow: Services["primesNow"] = async (page) => {
      asked.push(page);
      const entries = [{ key: "10", kind: "number", value: "4" }];
      return { entries, size: 1, bytes: 200, itemBytes: 409_600, parts: 0 };
    };
    const { send } = testApi({}, { primesNow });
    await send("GET", "/state/primes");
    const answer = await send("GET", "/state/primes?skip=50&limit=500");
    expect(await answer.json()).toMatchObject({ entries: [{ key: "10", value: "4" }] });
    expect(asked).toEqual([
      { skip: 0, limit: 50 },
      { skip: 50, limit: 500 },
    ]);
    for (const wrong of ["skip=-1", "skip=1.5", "limit=0", "limit=501", "limit=many"])
      expect((await send("GET", `/state/primes?${wrong}`)).status).toBe(400);
    expect(asked).toHaveLength(2);
  });

  test("are for whoever may read state, and tell nobody what is behind them", async () => {
    const missing = async () => {
      throw new JarFunctionNotFoundError("the-function", undefined);
    };
    const { send } = testApi({}, { visitsNow: missing });
    const reader = await send("GET", "/state/visits", undefined, {
      authorization: "Bearer reader",
    });
    expect(reader.status).toBe(403);
    expect(reader.headers.get("www-authenticate")).toContain('scope="state:read"');
    const answer = await send("GET", "/state/visits");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("the-function");
  });
});
