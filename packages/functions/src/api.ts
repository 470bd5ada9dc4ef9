import type { Context } from "aws-lambda";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { createApi } from "./api/app.ts";
import { authenticator } from "./api/auth.ts";
import { logger } from "./api/log.ts";
import { apiTokens } from "./api/secrets.ts";
import { apiSettings } from "./api/settings.ts";

const settings = apiSettings();
const authenticate = authenticator({ secret: apiTokens, oidc: settings.oidc });
const api = createApi({ settings, authenticate });
const respond = handle(api);

/** The routes' types, for Hono's typed client: `hc<Api>(address)`. */
export type Api = typeof api;

/** Answers a function URL's, an API Gateway's or a load balancer's request. */
export async function handler(event: LambdaEvent, context: Context) {
  logger.addContext(context);
  return respond(withoutStrayBody(event), context);
}

/** A GET's body means nothing, and no `Request` can be made with one. */
function withoutStrayBody(event: LambdaEvent): LambdaEvent {
  const method = "httpMethod" in event ? event.httpMethod : methodOf(event.requestContext);
  return method === "GET" || method === "HEAD" ? { ...event, body: null } : event;
}

const methodOf = (context: object): unknown =>
  "http" in context && context.http instanceof Object && "method" in context.http
    ? context.http.method
    : undefined;
