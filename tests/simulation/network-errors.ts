import { metadata } from "../models/errors.ts";

/** What the SDK makes of a connection that fails: it has a code, and no HTTP status. */
export class ConnectionError extends Error {
  override readonly name: string;
  readonly code: string;
  readonly $metadata: { attempts: number; totalRetryDelay: number };

  constructor(code: "ECONNREFUSED" | "ECONNRESET" | "TimeoutError", attempts: number) {
    super(code === "TimeoutError" ? "The request timed out." : `connect ${code}`);
    this.name = code === "TimeoutError" ? "TimeoutError" : "Error";
    this.code = code;
    this.$metadata = { attempts, totalRetryDelay: 0 };
  }
}

/** A service that can't just now: it did nothing. */
export class ServiceDownError extends Error {
  override readonly name: string;
  readonly $fault: "server" | "client";
  readonly $metadata: { httpStatusCode: number; attempts: number };

  constructor(
    name: "InternalServerError" | "ServiceUnavailable" | "ThrottlingException",
    attempts: number,
  ) {
    super(`The service is unable to do this: ${name}`);
    const status = { InternalServerError: 500, ServiceUnavailable: 503, ThrottlingException: 400 }[
      name
    ];
    this.name = name;
    this.$fault = status === 400 ? "client" : "server";
    this.$metadata = { ...metadata(status), attempts };
  }
}

/** What the SDK throws when its `abortSignal` fires. */
export class AbortedError extends Error {
  override readonly name = "AbortError";

  constructor() {
    super("Request aborted");
  }
}

/** Whether the SDK would try again: connections, 5xx, and throttling. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof ServiceDownError) return true;
  return error instanceof Error && error.name === "TransactionInProgressException";
}
