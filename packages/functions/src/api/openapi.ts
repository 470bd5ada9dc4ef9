import { extendZodWithOpenApi, OpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import { type Handler, Hono, type MiddlewareHandler } from "hono";
import { lazy } from "@switchyard/core/lazy.ts";
import * as z from "zod";
import type { ApiEnv } from "./env.ts";
import { readBody, readInput } from "./input.ts";

/*
 * `@hono/zod-openapi` gives the types; its code is not loaded. It hands Zod whole to its
 * generator, and a bundle then has every language of Zod's messages: 375 KB more of 500.
 */
const extend: { with(zod: Pick<typeof z, "ZodType">): void }["with"] = extendZodWithOpenApi;
extend({ ZodType: z.ZodType });

/**
 * A schema with its name in the OpenAPI document. It is made when it is first asked for: all
 * routes' schemas together took a sixth of a cold start. (A schema made before Zod was extended
 * lacks what its clone has.)
 */
export const named = <S extends z.ZodType>(name: string, make: () => S): (() => S) =>
  lazy(() => make().clone().openapi(name));

/** Describes a route; its types make the handler's and the client's. */
export const createRoute = <const R extends RouteConfig>(route: R): R => route;

/** A Hono app whose routes check their input and describe themselves, as `OpenAPIHono` does. */
export function createRouter(options?: RouterOptions): OpenAPIHono<ApiEnv>;
export function createRouter(options: RouterOptions = {}): object {
  const app = new Hono<ApiEnv>(options);
  const openAPIRegistry = new OpenAPIRegistry();
  const mount = app.route.bind(app);
  return Object.assign(app, {
    openAPIRegistry,
    openapi: (route: RouteConfig, handler: Handler<ApiEnv>) => {
      const { middleware = [], hide, ...described } = route;
      if (!hide) openAPIRegistry.registerPath(described);
      const path = route.path.replaceAll(/\/\{(.+?)\}/g, "/:$1");
      app.on(route.method, [path], ...[middleware, readersOf(route)].flat(), handler);
      return app;
    },
    route: (path: string, router: Hono<ApiEnv>) => {
      mount(path, router);
      for (const found of definitionsOf(router)) {
        if (found.type === "route") openAPIRegistry.registerPath(found.route);
      }
      return app;
    },
  });
}

interface RouterOptions {
  /** Where in a request the path is that routes are found by. */
  readonly getPath?: (request: Request) => string;
}

/** The routes of a router, and of all that were mounted on it at its root. */
export function definitionsOf(router: object): OpenAPIRegistry["definitions"] {
  const registry: unknown = "openAPIRegistry" in router ? router.openAPIRegistry : undefined;
  return registry instanceof OpenAPIRegistry ? registry.definitions : [];
}

/** What a route's input is read with. Its schemas are not touched before a request comes. */
function readersOf({ request = {} }: RouteConfig): MiddlewareHandler[] {
  const media = request.body?.content["application/json"];
  return [
    ...("query" in request ? [readInput("query", () => request.query)] : []),
    ...("params" in request ? [readInput("param", () => request.params)] : []),
    ...(media && "schema" in media ? [readBody(() => media.schema)] : []),
  ];
}
