import { guarded } from "./auth.ts";
import { json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import { Labourers } from "./orchestration-schemas.ts";

const list = createRoute({
  ...guarded("tasks:read"),
  tags: ["orchestration"],
  method: "get",
  path: "/labourers",
  summary: "Every labourer: its tasks counted, its health, its limits and keys in use",
  description: "Each count stops at a thousand: nothing is read that grows with a queue.",
  responses: { 200: json(Labourers, "All of them"), ...problems(401, 403, 404, 503) },
});

/** What runs tasks. */
export const labourers = createRouter().openapi(list, async (c) => {
  const found = await c.var.services.orchestration().labourers();
  return c.json({ labourers: [...found] }, 200);
});
