import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { documentOf } from "./document.ts";
import { json, problems } from "./http.ts";
import { createRouter, named } from "./openapi.ts";
import { testApi } from "./testing.ts";

const Operation = z.looseObject({
  security: z.unknown().optional(),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

describe("the OpenAPI document", () => {
  test("names every route, what each wants and answers, and the token", async () => {
    const { api } = testApi();
    const document = Document.parse(await (await api.request("/openapi.json")).json());
    expect(document).toMatchObject({
      openapi: "3.1.0",
      components: { securitySchemes: { token: { scheme: "bearer" } } },
      servers: [{ url: "/api" }, { url: "/" }],
    });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/health",
        "/uploads/presign",
        "/uploads/post",
        "/uploads/credentials",
        "/uploads/multipart",
        "/uploads/multipart/{id}/parts",
        "/uploads/multipart/{id}/complete",
        "/uploads/register",
        "/uploads/sign",
        "/signedurl",
        "/credentials",
      ]),
    );
    const presign = document.paths["/uploads/presign"]?.["post"];
    expect(presign?.security).toEqual([{ token: [] }]);
    expect(presign?.requestBody).toMatchObject({
      content: { "application/json": { schema: { $ref: "#/components/schemas/PutRequest" } } },
    });
    expect(Object.keys(presign?.responses ?? {})).toEqual([
      "200",
      "400",
      "401",
      "403",
      "409",
      "413",
      "415",
      "503",
    ]);
  });

  test("refers to no schema that it lacks", async () => {
    const { api } = testApi();
    const text = await (await api.request("/openapi.json")).text();
    const known = Object.keys(JSON.parse(text).components.schemas);
    const used = Array.from(text.matchAll(/#\/components\/schemas\/(\w+)/g), ([, name]) => name);
    expect(known).toEqual(expect.arrayContaining([...new Set(used)]));
  });

  test("is the one that @hono/zod-openapi itself would make of these routes", () => {
    const route = createRoute({
      method: "post",
      path: "/things/{id}",
      request: {
        params: z.object({ id: z.string() }),
        query: z.object({ dry: z.string().optional() }),
        body: {
          required: true,
          ...json(
            named("Thing", () => z.object({ size: z.int().min(1), tags: z.array(z.string()) })),
            "It",
          ),
        },
      },
      responses: { 200: json(() => z.object({ ok: z.boolean() }), "Done"), ...problems(400) },
    });
    const info = { title: "t", version: "1" };
    const theirs = new OpenAPIHono()
      .openapi(route, (c) => c.json({ ok: true }, 200))
      .getOpenAPI31Document({ openapi: "3.1.0", info });
    const ours = documentOf(
      createRouter().route(
        "/",
        createRouter().openapi(route, (c) => c.json({ ok: true }, 200)),
      ),
    );
    expect(ours.paths).toEqual(theirs.paths);
    expect(ours.components?.schemas).toEqual(theirs.components?.schemas);
  });
});

describe("the page of the document", () => {
  test("needs no script and nothing from elsewhere", async () => {
    const answer = await testApi().api.request("/api/docs");
    const page = await answer.text();
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(page).not.toMatch(/<script|https?:\/\/|\son\w+=/i);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(policy).not.toContain("unsafe");
  });
  test("shows every route, and links to schemas that are on it", async () => {
    const { api } = testApi();
    const page = await (await api.request("/docs")).text();
    const { paths } = Document.parse(await (await api.request("/openapi.json")).json());
    for (const path of Object.keys(paths)) expect(page).toContain(path);
    const targets = Array.from(page.matchAll(/href="#(\w+)"/g), ([, name]) => name);
    for (const target of new Set(targets)) expect(page).toContain(`id="${target}"`);
  });
  test("styles itself by the very text whose hash the policy has", async () => {
    const answer = await testApi().api.request("/docs");
    const style = /<style>([\s\S]*?)<\/style>/.exec(await answer.text())?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = Buffer.from(digest).toString("base64");
    expect(answer.headers.get("content-security-policy")).toContain(`'sha256-${hash}'`);
  });
});
