import { randomUUID } from "node:crypto";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import type { Trace } from "@switchyard/core/tracing/trace.ts";
import { createMiddleware } from "hono/factory";
import { etag } from "hono/etag";
import { routePath } from "hono/route";
import type { ApiEnv } from "./env.ts";
import { RequestError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { ApiSettings } from "./settings.ts";

const mostBytes = 1024 ** 2;

/** Names the request, and the cause it belongs to, which a client may have named already. */
export const identify = createMiddleware<ApiEnv>(async (c, next) => {
  const given = c.req.header("x-correlation-id") ?? "";
  const requestId = c.env?.requestContext?.requestId ?? randomUUID();
  const correlationId = /^[\w.:-]{1,128}$/.test(given) ? given : requestId;
  c.set("requestId", requestId);
  c.set("correlationId", correlationId);
  await next();
  c.header("x-request-id", requestId);
  c.header("x-correlation-id", correlationId);
});

/** One log line a request, without its query and headers: both may hold secrets. */
export const report = (log: Log, now: () => number) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const begun = now();
    await next();
    const { requestId: request_id, correlationId: correlation_id, caller, upload } = c.var;
    log.info("request", {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(now() - begun),
      request_id,
      correlation_id,
      caller: caller?.id,
      // The id that the pipeline's own lines have of this file.
      upload: upload && { key: upload.key, correlation_id: upload.correlationId },
    });
  });

/** Puts each request into the invocation's trace, by the id that the pipeline's own work has of its file. */
export const traced = (trace: Trace, log: Log) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const began = Date.now();
    await next();
    const { correlationId, upload } = c.var;
    const status = c.res.status;
    await trace({
      name: `${c.req.method} ${routePath(c, -1)}`,
      began,
      ended: Date.now(),
      annotations: { correlation_id: upload?.correlationId ?? correlationId, status },
      failed: status >= 500,
    }).catch((error: unknown) => log.warn("a trace was not sent", { error }));
  });

/** Nothing here is for a cache, a frame or a guess at its type. */
export const harden = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  const set = (name: string, value: string) => {
    if (!c.res.headers.has(name)) c.header(name, value);
  };
  set("cache-control", "no-store");
  set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  set("referrer-policy", "no-referrer");
  set("strict-transport-security", "max-age=63072000");
  set("x-content-type-options", "nosniff");
});

/** Whoever asks for what it has already, by `If-None-Match`, is told so in a few bytes. */
export const unlessUnchanged = etag({ weak: true });

/** Lets pages of the stage's origins call. */
export const allowOrigins = ({ allowedOrigins }: ApiSettings) =>
  cors({
    origin: allowedOrigins.includes("*") ? "*" : [...allowedOrigins],
    allowHeaders: ["authorization", "content-type", "if-none-match", "x-correlation-id"],
    allowMethods: ["GET", "POST", "DELETE"],
    exposeHeaders: ["etag", "retry-after", "www-authenticate", "x-correlation-id", "x-request-id"],
    maxAge: 3600,
  });

export const limitBody = bodyLimit({
  maxSize: mostBytes,
  onError: () => {
    throw new RequestError("request.too_large");
  },
});
