import { SwitchyardError } from "@switchyard/core/errors.ts";
import { type ClientResponse, hc } from "hono/client";
import type { Api } from "./api.ts";
import type { Problem } from "./api/problem.ts";

/** The API with its types: `client.files.$get({ query: {} })`. */
export type ApiClient = ReturnType<typeof hc<Api>>;

interface ClientOptions {
  /** The bearer token; asked for at each request. */
  readonly token: () => string | Promise<string>;
  readonly fetch?: typeof fetch;
}

/** The typed client of an API at `address`, which may be a path of the page's own origin. */
export function apiClient(address: string, { token, fetch }: ClientOptions): ApiClient {
  return hc<Api>(address, {
    fetch,
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
  });
}

/** The API did not do what it was asked; `problem` says why. */
export class ApiError extends SwitchyardError {
  override readonly name = "ApiError";
  readonly code: string;
  readonly problem: Problem;
  /** Seconds; 0 where the API doesn't say. */
  readonly retryAfter: number;

  constructor(problem: Problem, retryAfter = 0) {
    super(problem.detail);
    this.code = problem.code;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer of the API came: no network, or something else answered in its place. */
export class ApiUnreachableError extends SwitchyardError {
  override readonly name = "ApiUnreachableError";
  readonly code = "api.unreachable";
}

/** The bodies of a call's good answers. */
export type Good<R> =
  R extends ClientResponse<infer Body, infer Status>
    ? Status extends 200 | 201
      ? Body
      : never
    : never;

/** What a call answered, if it is good. Throws `ApiError`, `ApiUnreachableError`. */
export async function answerOf<R extends ClientResponse<unknown, number>>(
  asked: Promise<R>,
): Promise<Good<R>> {
  const answer = await asked.catch((cause: unknown) => {
    throw new ApiUnreachableError("The API does not answer.", { cause });
  });
  const isJson = /\bjson\b/.test(answer.headers.get("content-type") ?? "");
  if (!isJson) throw new ApiUnreachableError(`Something else answered: HTTP ${answer.status}.`);
  const body: unknown = await answer.json();
  if (answer.status < 300) return body as Good<R>;
  throw new ApiError(body as Problem, Number(answer.headers.get("retry-after") ?? 0));
}
