import { lazy } from "@switchyard/core/lazy.ts";
import * as z from "zod";
import { guarded } from "./auth.ts";
import { fromPath, json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import { CompletedUpload, OpenUpload, PartUrls, UploadProgress } from "./upload-answers.ts";
import { CompleteRequest, MultipartRequest, PartsRequest } from "./upload-schemas.ts";

const writing = { ...guarded("uploads:write"), tags: ["multipart"] };
const one = lazy(() =>
  z.object({ id: z.string().min(1).max(64).meta({ description: "The upload's." }) }),
);

const open = createRoute({
  ...writing,
  method: "post",
  path: "/uploads/multipart",
  summary: "Begins an upload in parts",
  description: "1 byte to 5 TiB. Keep the id: the upload can be resumed with it.",
  request: { body: { required: true, ...json(MultipartRequest, "The file to come") } },
  responses: {
    201: json(OpenUpload, "How the file is cut"),
    ...problems(400, 401, 403, 409, 413, 415, 503),
  },
});

const progress = createRoute({
  ...writing,
  method: "get",
  path: "/uploads/multipart/{id}/parts",
  summary: "Lists the parts that are there",
  request: fromPath(one),
  responses: {
    200: json(UploadProgress, "What is needed to go on"),
    ...problems(401, 403, 404, 503),
  },
});

const sign = createRoute({
  ...writing,
  method: "post",
  path: "/uploads/multipart/{id}/parts",
  summary: "Signs a PUT for each of up to 500 parts",
  description: "Each for its exact size: S3 refuses another.",
  request: fromPath(one, { required: true, ...json(PartsRequest, "Which parts") }),
  responses: {
    200: json(PartUrls, "Where to PUT them"),
    ...problems(400, 401, 403, 404, 413, 415, 503),
  },
});

const complete = createRoute({
  ...writing,
  method: "post",
  path: "/uploads/multipart/{id}/complete",
  summary: "Puts the parts together",
  description: "A second call gives the first's answer.",
  request: fromPath(one, { required: false, ...json(CompleteRequest, "The parts") }),
  responses: {
    200: json(CompletedUpload, "What is stored"),
    ...problems(400, 401, 403, 404, 409, 413, 415, 503),
  },
});

const abort = createRoute({
  ...writing,
  method: "delete",
  path: "/uploads/multipart/{id}",
  summary: "Gives the upload up",
  request: fromPath(one),
  responses: { 204: { description: "Its parts are gone" }, ...problems(401, 403, 404, 409, 503) },
});

/** Uploads in parts. */
export const multipart = createRouter()
  .openapi(open, async (c) => {
    const begun = await c.var.services.openMultipart(c.req.valid("json"), c.var.caller);
    c.set("upload", begun);
    return c.json(begun, 201);
  })
  .openapi(progress, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await c.var.services.multipartProgress(id, c.var.caller), 200);
  })
  .openapi(sign, async (c) => {
    const wanted = { ...c.req.valid("param"), ...c.req.valid("json") };
    return c.json({ parts: await c.var.services.partUrls(wanted, c.var.caller) }, 200);
  })
  .openapi(complete, async (c) => {
    const parts = { ...c.req.valid("param"), ...c.req.valid("json") };
    const stored = await c.var.services.completeMultipart(parts, c.var.caller);
    c.set("upload", stored);
    return c.json(stored, 200);
  })
  .openapi(abort, async (c) => {
    await c.var.services.abortMultipart(c.req.valid("param").id, c.var.caller);
    return c.body(null, 204);
  });
