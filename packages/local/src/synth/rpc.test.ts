import { describe, expect, onTestFinished, test } from "vitest";
import { startRpc } from "./rpc.ts";

async function call(method: string, ...params: unknown[]) {
  const server = await startRpc({
    add: ({ a, b }: { a: number; b: number }) => a + b,
    fail: () => Promise.reject(new TypeError("broken")),
  });
  onTestFinished(() => server.stop());
  const answer = await fetch(server.url, {
    method: "POST",
    body: JSON.stringify({ method, params }),
  });
  return answer.json();
}

describe("the stand-in for SST's server", () => {
  test("answers a method with its result", async () => {
    expect(await call("add", { a: 1, b: 2 })).toMatchObject({ result: 3, error: null });
  });

  test("answers a method that fails with its message", async () => {
    expect(await call("fail")).toMatchObject({ result: null, error: "broken" });
  });

  test("refuses an unknown method as SST does", async () => {
    expect(await call("other")).toMatchObject({ error: "rpc: can't find method other" });
  });
});
