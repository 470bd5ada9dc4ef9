import { guarded } from "./auth.ts";
import { json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import { PresignedForm, PresignedPut, UploadCredentials } from "./upload-answers.ts";
import { CredentialsRequest, PostRequest, PutRequest } from "./upload-schemas.ts";

const writing = { ...guarded("uploads:write"), tags: ["uploads"] };

const presign = createRoute({
  ...writing,
  method: "post",
  path: "/uploads/presign",
  summary: "One PUT of a known file",
  description: "S3 refuses another key, type, size or, where it is given, SHA-256. To 5 GiB.",
  request: { body: { required: true, ...json(PutRequest, "The file to come") } },
  responses: {
    200: json(PresignedPut, "Where to PUT it"),
    ...problems(400, 401, 403, 409, 413, 415, 503),
  },
});

const form = createRoute({
  ...writing,
  method: "post",
  path: "/uploads/post",
  summary: "One form upload within size limits",
  description: "S3 refuses another key or type, and sizes outside the limits. To 5 GiB.",
  request: { body: { required: true, ...json(PostRequest, "The file to come") } },
  responses: {
    200: json(PresignedForm, "The form's address and fields"),
    ...problems(400, 401, 403, 413, 415, 503),
  },
});

const credentials = createRoute({
  ...writing,
  method: "post",
  path: "/uploads/credentials",
  summary: "Temporary credentials for one file or one folder",
  description: "They can put and abort there, and nothing else. 15 to 60 minutes.",
  request: { body: { required: false, ...json(CredentialsRequest, "What they are for") } },
  responses: {
    200: json(UploadCredentials, "For a client's own S3 library"),
    ...problems(400, 401, 403, 413, 415, 503),
  },
});

/** Uploads of one request, and credentials. */
export const uploads = createRouter()
  .openapi(presign, async (c) => {
    const signed = await c.var.services.presignPut(c.req.valid("json"), c.var.caller);
    c.set("upload", signed);
    return c.json(signed, 200);
  })
  .openapi(form, async (c) => {
    const signed = await c.var.services.presignPost(c.req.valid("json"), c.var.caller);
    c.set("upload", signed);
    return c.json(signed, 200);
  })
  .openapi(credentials, async (c) => {
    const { services, caller, requestId } = c.var;
    return c.json(await services.grantCredentials(c.req.valid("json"), caller, { requestId }), 200);
  });
