import { MediaType } from "@switchyard/core/uploads/media-type.ts";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import type { ApiEnv } from "./env.ts";
import { RequestError } from "./errors.ts";
import { json, problems } from "./http.ts";
import { createRoute, createRouter, named } from "./openapi.ts";

/** Where a stage doesn't allow uploads by anybody, these addresses don't exist. */
const onlyWhereAllowed = createMiddleware<ApiEnv>(async (c, next) => {
  if (!c.var.settings.allowAnonymous) throw new RequestError("request.not_found");
  await next();
});

const forAnybody = {
  method: "post" as const,
  tags: ["example page"],
  middleware: onlyWhereAllowed,
};
const key = () =>
  z.string().min(1).max(1024).meta({ description: "Used as given, without a prefix." });

const signedUrl = createRoute({
  ...forAnybody,
  path: "/signedurl",
  summary: "The example page's signed URL",
  description: "As `/api/signedurl` of “two buckets and a Lambda”. Only where the stage allows it.",
  request: {
    body: {
      required: true,
      ...json(
        named("SignedUrlRequest", () => z.object({ key: key(), type: MediaType })),
        "The file to come",
      ),
    },
  },
  responses: {
    200: json(
      named("SignedUrl", () => z.object({ url: z.url() })),
      "Where to PUT it",
    ),
    ...problems(400, 404, 413, 415, 503),
  },
});

const ExampleCredentials = named("ExampleCredentials", () =>
  z.object({
    access_key: z.string(),
    secret_key: z.string(),
    session_token: z.string(),
    region: z.string(),
    bucket: z.string(),
  }),
);

const credentials = createRoute({
  ...forAnybody,
  path: "/credentials",
  summary: "The example page's restricted credentials",
  description:
    "As `/api/credentials` of “two buckets and a Lambda”. Only where the stage allows it.",
  request: {
    body: {
      required: true,
      ...json(
        named("ExampleCredentialsRequest", () => z.object({ key: key() })),
        "The file to come",
      ),
    },
  },
  responses: {
    200: json(ExampleCredentials, "For this key alone"),
    ...problems(400, 404, 413, 415, 503),
  },
});

/** The example web app's own two endpoints, field by field. */
export const example = createRouter()
  .openapi(signedUrl, async (c) => c.json(await c.var.services.signedUrl(c.req.valid("json")), 200))
  .openapi(credentials, async (c) => {
    const { services, requestId } = c.var;
    return c.json(await services.exampleCredentials(c.req.valid("json"), { requestId }), 200);
  });
