import { lazy } from "@switchyard/core/lazy.ts";
import * as z from "zod";
import { guarded } from "./auth.ts";
import { fromPath, json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import {
  BulkAnswer,
  BulkRequest,
  Done,
  OneJob,
  OneLabourer,
  OneTask,
  Reason,
  StartAnswer,
  StartRequest,
} from "./orchestration-schemas.ts";

const tags = ["orchestration"];
const operating = { ...guarded("tasks:operate"), tags, method: "post" as const };

const LabourerAction = lazy(() =>
  OneLabourer().extend({ action: z.enum(["pause", "resume", "drain"], "pause, resume or drain") }),
);

const operateLabourer = createRoute({
  ...operating,
  path: "/labourers/{id}/{action}",
  summary: "Pauses, resumes or drains a labourer",
  description:
    "Paused: nothing starts. Draining: no new tasks are taken, those queued go on. Resume ends both.",
  request: fromPath(LabourerAction, { required: false, ...json(Reason, "Why") }),
  responses: {
    200: json(Done, "Whether anything changed"),
    ...problems(400, 401, 403, 404, 415, 503),
  },
});

const TaskAction = lazy(() =>
  OneTask().extend({
    action: z.enum(["pause", "resume", "cancel", "retry"], "pause, resume, cancel or retry"),
  }),
);

const operateTask = createRoute({
  ...operating,
  path: "/tasks/{id}/{action}",
  summary: "Pauses, resumes, cancels or retries a task",
  request: fromPath(TaskAction, { required: false, ...json(Reason, "Why") }),
  responses: {
    200: json(Done, "Whether anything changed"),
    ...problems(400, 401, 403, 404, 415, 503),
  },
});

const startTask = createRoute({
  ...operating,
  path: "/tasks/{id}/start",
  summary: "Starts one queued task now, out of its turn",
  description:
    "Within the limits, unless `beyondLimits`; a pause and another run's lease hold in any case.",
  request: fromPath(OneTask, { required: false, ...json(StartRequest, "Why") }),
  responses: {
    200: json(StartAnswer, "Whether it was started"),
    ...problems(400, 401, 403, 404, 415, 503),
  },
});

const JobAction = lazy(() =>
  OneJob().extend({
    action: z.enum(["pause", "resume", "drain", "cancel"], "pause, resume, drain or cancel"),
  }),
);

const operateJob = createRoute({
  ...operating,
  path: "/jobs/{id}/{action}",
  summary: "Pauses, resumes, drains or cancels a job",
  request: fromPath(JobAction, { required: false, ...json(Reason, "Why") }),
  responses: {
    200: json(Done, "Whether anything changed"),
    ...problems(400, 401, 403, 404, 415, 503),
  },
});

const bulk = createRoute({
  ...operating,
  path: "/tasks/bulk",
  summary: "Retries, redrives or cancels many tasks by a filter",
  description:
    "With `preview`, which is the default, nothing is done: the answer says what would be.",
  request: { body: { required: true, ...json(BulkRequest, "Which tasks, what, and why") } },
  responses: {
    200: json(BulkAnswer, "What was done, or would be"),
    ...problems(400, 401, 403, 404, 413, 415, 503),
  },
});

/** What people do to labourers, tasks and jobs; each with who did it, and why. */
export const operations = createRouter()
  .openapi(bulk, async (c) => {
    const asked = c.req.valid("json");
    return c.json(
      await c.var.services.operations(c.var.requestId).bulk(asked, c.var.caller.id),
      200,
    );
  })
  .openapi(operateLabourer, async (c) => {
    const { id, action } = c.req.valid("param");
    const who = { by: c.var.caller.id, ...c.req.valid("json") };
    return c.json(
      await c.var.services.operations(c.var.requestId).operateLabourer(id, action, who),
      200,
    );
  })
  .openapi(startTask, async (c) => {
    const { beyondLimits, reason } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const who = { by: c.var.caller.id, reason };
    return c.json(
      await c.var.services.operations(c.var.requestId).startTask(id, { beyondLimits }, who),
      200,
    );
  })
  .openapi(operateTask, async (c) => {
    const { id, action } = c.req.valid("param");
    const who = { by: c.var.caller.id, ...c.req.valid("json") };
    return c.json(
      await c.var.services.operations(c.var.requestId).operateTask(id, action, who),
      200,
    );
  })
  .openapi(operateJob, async (c) => {
    const { id, action } = c.req.valid("param");
    const who = { by: c.var.caller.id, ...c.req.valid("json") };
    return c.json(
      await c.var.services.operations(c.var.requestId).operateJob(id, action, who),
      200,
    );
  });
