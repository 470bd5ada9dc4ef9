import { InvalidSettingsError } from "@switchyard/core/aws/environment.ts";
import { InvalidInputError, shorten, SwitchyardError } from "@switchyard/core/errors.ts";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod";
import { RequestError, ScopeMissingError } from "./errors.ts";
import { named } from "./openapi.ts";

/** The one shape of every error: RFC 9457 problem details. */
export const Problem = named("Problem", () =>
  z.object({
    type: z.string().meta({ example: "urn:switchyard:problem:upload.key_invalid" }),
    title: z.string().meta({ example: "Bad Request" }),
    status: z.int().meta({ example: 400 }),
    detail: z.string(),
    code: z.string().meta({ description: "Never changes: match on this." }),
    requestId: z.string().meta({ description: "Name it when you ask for help." }),
    issues: z
      .array(z.object({ field: z.string(), value: z.string(), expected: z.string() }))
      .optional()
      .meta({ description: "Everything that was wrong." }),
  }),
);
export type Problem = z.infer<ReturnType<typeof Problem>>;

export interface Answer {
  readonly problem: Problem;
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
}

/** How an error is told to a client. Pure. What isn't made for clients is told as `internal`, with nothing of its text. */
export function problemOf(thrown: unknown, requestId: string): Answer {
  const error = known(thrown);
  const { status, headers } = responseFor(error);
  const isTold = error instanceof SwitchyardError && status !== 500 && !isInner(error);
  const code = isTold ? error.code : status === 503 ? "unavailable" : "internal";
  const issues = isTold && error instanceof InvalidInputError ? error.issues : undefined;
  return {
    status,
    headers,
    problem: {
      type: `urn:switchyard:problem:${code}`,
      title: titles[status] ?? "Error",
      status,
      detail: isTold ? error.message : untold[status === 503 ? "unavailable" : "internal"],
      code,
      requestId,
      issues: issues?.map((issue) => ({ ...issue, value: shorten(issue.value) })),
    },
  };
}

/** Its text names what is behind the API. */
const isInner = ({ code }: SwitchyardError) => code === "upload.no_credentials";

const untold = {
  unavailable: "A service behind this one does not answer. Try again.",
  internal: "Something failed here. It is logged under the request's id.",
};

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Hono's own refusals, as this API's. */
function known(error: unknown): unknown {
  if (!(error instanceof HTTPException)) return error;
  if (error.status === 415) return new RequestError("request.media_type");
  if (error.status === 413) return new RequestError("request.too_large");
  return new RequestError("request.malformed");
}

const statuses: Readonly<Record<string, ContentfulStatusCode>> = {
  "auth.missing": 401,
  "auth.invalid": 401,
  "auth.scope_missing": 403,
  "auth.issuer_unavailable": 503,
  "file.not_found": 404,
  "bucket.version_not_found": 404,
  "state.throttled": 503,
  "orchestration.unknown_labourer": 404,
  "orchestration.task_not_found": 404,
  "orchestration.job_not_found": 404,
  "orchestration.job_refused": 400,
  "orchestration.labourer_draining": 409,
  "orchestration.transaction_busy": 503,
  "upload.not_allowed": 403,
  "upload.not_found": 404,
  "upload.exists": 409,
  "upload.completed": 409,
  "upload.unsettled": 409,
  "upload.policy_too_long": 400,
  "upload.no_credentials": 503,
};

function responseFor(error: unknown): Omit<Answer, "problem"> {
  const status = statusOf(error);
  if (status === 401)
    return { status, headers: { "www-authenticate": `Bearer realm="switchyard"` } };
  if (error instanceof ScopeMissingError) {
    const challenge = `Bearer error="insufficient_scope", scope="${error.scope}"`;
    return { status, headers: { "www-authenticate": challenge } };
  }
  const code = error instanceof SwitchyardError ? error.code : "";
  const isTransient = status === 503 || code === "upload.unsettled";
  return { status, headers: isTransient ? { "retry-after": "1" } : {} };
}

function statusOf(error: unknown): ContentfulStatusCode {
  if (error instanceof InvalidSettingsError) return 500;
  if (error instanceof RequestError) return error.status;
  if (error instanceof SwitchyardError) {
    return statuses[error.code] ?? (error instanceof InvalidInputError ? 400 : 500);
  }
  return isTransientAws(error) ? 503 : 500;
}

const transient =
  /^(?:SlowDown|Throttling|ThrottlingException|TooManyRequestsException|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestTimeout|TimeoutError|ServiceUnavailable|InternalError)$/;

const isTransientAws = (error: unknown) => error instanceof Error && transient.test(error.name);
