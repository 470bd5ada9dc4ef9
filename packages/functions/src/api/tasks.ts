import { guarded } from "./auth.ts";
import { fromPath, fromQuery, json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import {
  OneTask,
  TaskHistory,
  TaskReason,
  TasksPage,
  TasksQuery,
} from "./orchestration-schemas.ts";

const reading = { ...guarded("tasks:read"), tags: ["orchestration"], method: "get" as const };

const list = createRoute({
  ...reading,
  path: "/tasks",
  summary: "A labourer's tasks of one state, page by page",
  request: fromQuery(TasksQuery),
  responses: { 200: json(TasksPage, "One page"), ...problems(400, 401, 403, 404, 503) },
});

const history = createRoute({
  ...reading,
  path: "/tasks/{id}",
  summary: "One task and its whole history",
  request: fromPath(OneTask),
  responses: { 200: json(TaskHistory, "The task"), ...problems(401, 403, 404, 503) },
});

const why = createRoute({
  ...reading,
  path: "/tasks/{id}/why",
  summary: "Why a task isn't running",
  description: "The one reason that holds it now, by the plan that the orchestrator makes.",
  request: fromPath(OneTask),
  responses: { 200: json(TaskReason, "The reason"), ...problems(401, 403, 404, 503) },
});

/** Tasks, wherever they are. */
export const tasks = createRouter()
  .openapi(list, async (c) => {
    const page = await c.var.services.orchestration().tasks(c.req.valid("query"));
    return c.json({ tasks: [...page.tasks], cursor: page.cursor }, 200);
  })
  .openapi(history, async (c) =>
    c.json(await c.var.services.orchestration().task(c.req.valid("param").id), 200),
  )
  .openapi(why, async (c) =>
    c.json(await c.var.services.orchestration().explain(c.req.valid("param").id), 200),
  );
