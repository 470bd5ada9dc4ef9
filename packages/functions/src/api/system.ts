import * as z from "zod";
import { json } from "./http.ts";
import { createRoute, createRouter, named } from "./openapi.ts";

const Health = named("Health", () => z.object({ status: z.literal("ok"), stage: z.string() }));

const health = createRoute({
  method: "get",
  path: "/health",
  tags: ["system"],
  summary: "Answers while the API runs",
  responses: { 200: json(Health, "It runs") },
});

/** Says that the API is there. */
export const system = createRouter().openapi(health, (c) =>
  c.json({ status: "ok" as const, stage: c.var.settings.stage }, 200),
);
