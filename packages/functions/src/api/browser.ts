import { SignRequest } from "@switchyard/core/uploads/sign-plan.ts";
import { limits } from "@switchyard/core/uploads/limits.ts";
import * as z from "zod";
import { guarded } from "./auth.ts";
import { json, problems } from "./http.ts";
import { createRoute, createRouter, named } from "./openapi.ts";
import { Outcome, RegisteredFile, SignedRequest } from "./upload-answers.ts";
import { RegisterRequest } from "./upload-schemas.ts";

const writing = { ...guarded("uploads:write"), tags: ["browser"], method: "post" as const };

const register = createRoute({
  ...writing,
  path: "/uploads/register",
  summary: "Notes a file that a browser is about to upload",
  description: "The signer takes its type, size and part sizes from here.",
  request: { body: { required: true, ...json(RegisterRequest, "The file to come") } },
  responses: {
    200: json(RegisteredFile, "The key to use, and how to cut the file"),
    ...problems(400, 401, 403, 409, 413, 415, 503),
  },
});

const sign = createRoute({
  ...writing,
  path: "/uploads/sign",
  summary: "Signs one S3 request of a registered file",
  description:
    "What Uppy's `signRequest` is given and expects. PUT, create, part, list, complete and abort; nothing else.",
  request: {
    body: {
      required: true,
      ...json(named("SignRequest", SignRequest), "The request to sign"),
    },
  },
  responses: {
    200: json(SignedRequest, "Where to send it"),
    ...problems(400, 401, 403, 404, 413, 415, 503),
  },
});

const wholeKey = () => z.object({ key: z.string().min(1).max(limits.key) });
const outcome = createRoute({
  ...writing,
  path: "/uploads/outcome",
  summary: "Tells whether a registered file arrived",
  description:
    "For an answer that was lost. With `overwrite: false`, S3 answers 412 to the repeat of a PUT that had succeeded.",
  request: {
    body: { required: true, ...json(named("OutcomeRequest", wholeKey), "The registered key") },
  },
  responses: {
    200: json(Outcome, "What is known"),
    ...problems(400, 401, 403, 404, 413, 415, 503),
  },
});

/** What a browser's upload engine needs. */
export const browser = createRouter()
  .openapi(register, async (c) => {
    const file = await c.var.services.registerFile(c.req.valid("json"), c.var.caller);
    c.set("upload", file);
    return c.json(file, 200);
  })
  .openapi(sign, async (c) =>
    c.json(await c.var.services.signUpload(c.req.valid("json"), c.var.caller), 200),
  )
  .openapi(outcome, async (c) => {
    const { key } = c.req.valid("json");
    return c.json(await c.var.services.uploadOutcome(key, c.var.caller), 200);
  });
