import { SwitchyardError } from "@switchyard/core/errors.ts";

/** No token, or one nobody gave out. */
export class UnauthenticatedError extends SwitchyardError {
  override readonly name = "UnauthenticatedError";
  readonly code: "auth.missing" | "auth.invalid";

  constructor(code: "auth.missing" | "auth.invalid") {
    super(
      code === "auth.missing"
        ? "Send `Authorization: Bearer <token>`."
        : "The token is unknown, expired, or for somebody else.",
    );
    this.code = code;
  }
}

/** The token is good, but not for this. */
export class ScopeMissingError extends SwitchyardError {
  override readonly name = "ScopeMissingError";
  readonly code = "auth.scope_missing";
  readonly scope: string;

  constructor(scope: string) {
    super(`The token lacks the scope ${scope}.`);
    this.scope = scope;
  }
}

/** The scheduler can't make tasks of a job; its own words say why. Nothing was written. */
export class JobRefusedError extends SwitchyardError {
  override readonly name = "JobRefusedError";
  readonly code = "orchestration.job_refused";
}

/** The issuer of tokens doesn't answer, so none can be checked. Try again. */
export class IssuerUnavailableError extends SwitchyardError {
  override readonly name = "IssuerUnavailableError";
  readonly code = "auth.issuer_unavailable";

  constructor(options: ErrorOptions) {
    super("The issuer of the tokens does not answer.", options);
  }
}

/** A request that can't be read, or that no route is for. */
export class RequestError extends SwitchyardError {
  override readonly name = "RequestError";
  readonly code: keyof typeof requestErrors;
  readonly status: (typeof requestErrors)[keyof typeof requestErrors]["status"];

  constructor(code: keyof typeof requestErrors) {
    super(requestErrors[code].detail);
    this.code = code;
    this.status = requestErrors[code].status;
  }
}

const requestErrors = {
  "request.malformed_json": { status: 400, detail: "The body is not JSON." },
  "request.malformed": { status: 400, detail: "The request can't be read." },
  "request.not_found": { status: 404, detail: "There is nothing at this address." },
  "request.too_large": { status: 413, detail: "The body is larger than 1 MiB." },
  "request.media_type": { status: 415, detail: "Send the body as application/json." },
} as const;
