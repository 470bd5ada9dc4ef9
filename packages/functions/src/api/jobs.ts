import { lazy } from "@switchyard/core/lazy.ts";
import * as z from "zod";
import { guarded } from "./auth.ts";
import { fromPath, fromQuery, json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import {
  JobHistory,
  JobNow,
  JobPreview,
  Jobs,
  JobToCome,
  OneJob,
} from "./orchestration-schemas.ts";

const tags = ["orchestration"];
const reading = { ...guarded("tasks:read"), tags, method: "get" as const };
const scheduling = { ...guarded("tasks:schedule"), tags, method: "post" as const };

const JobsQuery = lazy(() =>
  z.object({
    limit: z.coerce
      .number("a whole number from 1 to 200")
      .int("a whole number from 1 to 200")
      .min(1, "a whole number from 1 to 200")
      .max(200, "a whole number from 1 to 200")
      .default(20),
    cursor: z.string().max(4096).optional(),
  }),
);

const list = createRoute({
  ...reading,
  path: "/jobs",
  summary: "Jobs, newest first",
  request: fromQuery(JobsQuery),
  responses: { 200: json(Jobs, "One page"), ...problems(400, 401, 403, 404, 503) },
});

const one = createRoute({
  ...reading,
  path: "/jobs/{id}",
  summary: "One job: how much of it is loaded, and what operators did to it",
  request: fromPath(OneJob),
  responses: { 200: json(JobHistory, "The job"), ...problems(401, 403, 404, 503) },
});

const preview = createRoute({
  ...scheduling,
  path: "/jobs/preview",
  summary: "What tasks a job would become",
  description: "Nothing is written: the count, and the first payloads.",
  request: { body: { required: true, ...json(JobToCome, "The job") } },
  responses: {
    200: json(JobPreview, "Its tasks"),
    ...problems(400, 401, 403, 404, 413, 415, 503),
  },
});

const schedule = createRoute({
  ...scheduling,
  path: "/jobs",
  summary: "Schedules a job: it becomes tasks",
  description: "The same id is accepted once, and answers with what it made.",
  request: { body: { required: true, ...json(JobToCome, "The job") } },
  responses: {
    200: json(JobNow, "The job as it was accepted"),
    ...problems(400, 401, 403, 404, 409, 413, 415, 503),
  },
});

/** What becomes tasks. */
export const jobs = createRouter()
  .openapi(list, async (c) => {
    const page = await c.var.services.jobs().jobs(c.req.valid("query"));
    return c.json({ jobs: [...page.jobs], cursor: page.cursor }, 200);
  })
  .openapi(one, async (c) => c.json(await c.var.services.jobs().job(c.req.valid("param").id), 200))
  .openapi(preview, async (c) =>
    c.json(await c.var.services.jobs().previewJob(c.req.valid("json")), 200),
  )
  .openapi(schedule, async (c) => {
    const { services, correlationId } = c.var;
    return c.json(await services.jobs().scheduleJob(c.req.valid("json"), correlationId), 200);
  });
