import type * as z from "zod";
import { Problem } from "./problem.ts";

/** A JSON body of a request or an answer, described. Its schema is made when it is needed. */
export const json = <S extends z.ZodType>(schema: () => S, description: string) => ({
  description,
  content: {
    "application/json": {
      get schema() {
        return schema();
      },
    },
  },
});

/** What a route takes from its path, and its body if it has one. */
export function fromPath<S extends z.ZodObject>(schema: () => S): { readonly params: S };
export function fromPath<S extends z.ZodObject, B>(
  schema: () => S,
  body: B,
): { readonly params: S; readonly body: B };
export function fromPath(schema: () => z.ZodObject, body?: object) {
  const request = {
    get params() {
      return schema();
    },
  };
  return body ? Object.assign(request, { body }) : request;
}

/** What a route takes from its query. */
export const fromQuery = <S extends z.ZodObject>(schema: () => S) => ({
  get query() {
    return schema();
  },
});

const meanings = {
  400: "What was sent is malformed or breaks a limit; `issues` says where",
  401: "No token, or not a good one",
  403: "The token is not for this",
  404: "No such thing of yours",
  409: "It conflicts with what is stored",
  413: "The body is too large",
  415: "The body is not JSON",
  503: "Not now: try again after `Retry-After` seconds",
} as const;
type ProblemStatus = keyof typeof meanings;

/** The problems a route may answer with, for its description. */
export function problems<S extends ProblemStatus>(...statuses: S[]): Record<S, ProblemResponse>;
export function problems(...statuses: ProblemStatus[]): Record<number, ProblemResponse> {
  return Object.fromEntries(statuses.map((status) => [status, problem(meanings[status])]));
}

const problem = (description: string) => ({
  description,
  content: {
    "application/problem+json": {
      get schema() {
        return Problem();
      },
    },
  },
});
type ProblemResponse = ReturnType<typeof problem>;
