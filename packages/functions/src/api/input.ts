import { InvalidInputError } from "@switchyard/core/errors.ts";
import { issuesOf } from "@switchyard/core/aws/environment.ts";
import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod";
import { RequestError } from "./errors.ts";

/** Checks a request's query or path. Throws `InvalidInputError` with all that is wrong. */
export const readInput =
  (target: "query" | "param", schema: () => unknown): MiddlewareHandler =>
  async (c, next) => {
    const value = target === "query" ? c.req.query() : c.req.param();
    accept(c, target, schema, value);
    await next();
  };

/** Checks a request's JSON body; no body counts as `{}`. Throws `RequestError`, `InvalidInputError`. */
export const readBody =
  (schema: () => unknown): MiddlewareHandler =>
  async (c, next) => {
    const text = await c.req.text();
    if (text !== "" && !isJson(c.req.header("content-type"))) {
      throw new RequestError("request.media_type");
    }
    accept(c, "json", schema, text === "" ? {} : parse(text));
    await next();
  };

function accept(
  c: Context,
  target: "query" | "param" | "json",
  made: () => unknown,
  value: unknown,
) {
  const schema = made();
  if (!(schema instanceof z.ZodType)) return;
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw new InvalidInputError(issuesOf(error, value));
  c.req.addValidatedData(target, isRecord(data) ? data : {});
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isJson = (type = "") => /^application\/(?:[\w.-]+\+)?json\s*(?:;.*)?$/i.test(type);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError("request.malformed_json");
  }
}
