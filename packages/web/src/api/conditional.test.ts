import { expect, test } from "vitest";
import { conditionalFetch } from "./conditional.ts";

/** A server whose answer has an ETag of its own. */
function server(body = { text: "one" }) {
  const asked: (string | null)[] = [];
  const send: typeof fetch = async (_, init) => {
    const known = new Headers(init?.headers).get("if-none-match");
    asked.push(known);
    const etag = `W/"${body.text}"`;
    if (known === etag) return new Response(null, { status: 304 });
    return Response.json(body, { headers: { etag } });
  };
  return { body, asked, fetch: conditionalFetch(send) };
}

test("what is known is asked for conditionally, and looks the same when it hasn't changed", async () => {
  const { body, asked, fetch } = server();
  expect(await (await fetch("/files")).json()).toEqual({ text: "one" });
  const again = await fetch("/files");
  expect([again.status, await again.json()]).toEqual([200, { text: "one" }]);
  body.text = "two";
  expect(await (await fetch("/files")).json()).toEqual({ text: "two" });
  expect(asked).toEqual([null, 'W/"one"', 'W/"one"']);
});

test("another address, another token and a write are asked without a condition", async () => {
  const { asked, fetch } = server();
  await fetch("/files", { headers: { authorization: "Bearer a" } });
  await fetch("/files", { headers: { authorization: "Bearer b" } });
  await fetch("/files/1", { headers: { authorization: "Bearer a" } });
  await fetch("/files", { method: "POST", headers: { authorization: "Bearer a" } });
  expect(asked).toEqual([null, null, null, null]);
});
