import { createMiddleware } from "hono/factory";
import {
  allowOrigins,
  harden,
  identify,
  limitBody,
  report,
  traced,
  unlessUnchanged,
} from "./around.ts";
import { authenticator } from "./auth.ts";
import { browser } from "./browser.ts";
import { docsPage } from "./docs-page.ts";
import { type ApiDocument, documentOf } from "./document.ts";
import type { ApiEnv, Authenticate } from "./env.ts";
import { RequestError } from "./errors.ts";
import { example } from "./example.ts";
import { files } from "./files.ts";
import { jobs } from "./jobs.ts";
import { labourers } from "./labourers.ts";
import { type Log, logger } from "./log.ts";
import { self } from "./me.ts";
import { multipart } from "./multipart.ts";
import { createRouter } from "./openapi.ts";
import { operations } from "./operations.ts";
import { problemOf } from "./problem.ts";
import { type Services, services as allServices } from "./services.ts";
import { type ApiSettings, apiSettings } from "./settings.ts";
import { state } from "./state.ts";
import { system } from "./system.ts";
import { tasks } from "./tasks.ts";
import { trace as sendTrace, type Trace } from "@switchyard/core/tracing/trace.ts";
import { uploads } from "./uploads.ts";

interface ApiNeeds {
  readonly settings?: ApiSettings;
  readonly services?: Services;
  readonly authenticate?: Authenticate;
  readonly log?: Log;
  readonly now?: () => number;
  readonly trace?: Trace;
}

/**
 * The whole API. Every path is there twice: as it is, and below `/api`, where the site's own
 * origin has it.
 */
export function createApi({
  settings = apiSettings(),
  services = allServices,
  authenticate = authenticator({ secret: () => "", oidc: settings.oidc }),
  log = logger,
  now = () => performance.now(),
  trace = (work) => sendTrace(work),
}: ApiNeeds = {}) {
  const app = createRouter({ getPath: pathBelowApi });
  app.use(
    report(log, now),
    traced(trace, log),
    harden,
    identify,
    allowOrigins(settings),
    limitBody,
  );
  app.use(provide({ settings, services, authenticate }));
  app.on(
    "GET",
    [
      "/files",
      "/files/:id",
      "/state/*",
      "/labourers",
      "/tasks",
      "/tasks/:id",
      "/jobs",
      "/jobs/:id",
    ],
    unlessUnchanged,
  );
  app.notFound(() => {
    throw new RequestError("request.not_found");
  });
  app.onError((error, c) => {
    const { problem, status, headers } = problemOf(error, c.var.requestId);
    const { requestId: request_id, correlationId: correlation_id } = c.var;
    if (status >= 500) log.error("request failed", { error, request_id, correlation_id });
    return c.body(JSON.stringify(problem), status, {
      ...headers,
      "content-type": "application/problem+json",
    });
  });
  const api = app
    .route("/", system)
    .route("/", self)
    .route("/", uploads)
    .route("/", multipart)
    .route("/", browser)
    .route("/", files)
    .route("/", state)
    .route("/", labourers)
    .route("/", tasks)
    .route("/", jobs)
    .route("/", operations)
    .route("/", example);
  let document: ApiDocument | undefined;
  const describe = () => (document ??= documentOf(api));
  app.get("/openapi.json", (c) => c.json(describe()));
  app.get("/docs", (c) => docsPage(c, describe()));
  return api;
}

const provide = (given: Pick<ApiEnv["Variables"], "settings" | "services" | "authenticate">) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    c.set("settings", given.settings);
    c.set("services", given.services);
    c.set("authenticate", given.authenticate);
    await next();
  });

/** Routes are found by the path without the site's `/api` before it. */
function pathBelowApi(request: Request): string {
  const { pathname } = new URL(request.url);
  return pathname.replace(/^\/api(?=\/|$)/, "") || "/";
}
