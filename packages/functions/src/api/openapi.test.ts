import * as z from "zod";
import { expect, test, vi } from "vitest";
import { documentOf } from "./document.ts";
import { fromPath, json } from "./http.ts";
import { createRoute, createRouter, named } from "./openapi.ts";

const answer = () => z.object({ ok: z.boolean() });

test("a route's schemas are made by its first request, and those of its answers by the document", async () => {
  const path = vi.fn(() => z.object({ id: z.string() }));
  const [body, response] = [vi.fn(answer), vi.fn(answer)];
  const route = createRoute({
    method: "post",
    path: "/things/{id}",
    request: fromPath(path, { required: true, ...json(named("Body", body), "It") }),
    responses: { 200: json(named("Answer", response), "Done") },
  });
  const app = createRouter().route(
    "/",
    createRouter().openapi(route, (c) => c.json(c.req.valid("json"), 200)),
  );
  expect([path, body, response].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0]);

  const headers = { "content-type": "application/json" };
  const sent = { method: "POST", headers, body: '{"ok":true}' };
  expect((await app.request("/things/1", sent)).status).toBe(200);
  expect([body, response].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);

  documentOf(app);
  documentOf(app);
  expect([body, response].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});
