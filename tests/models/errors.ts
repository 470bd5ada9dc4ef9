/** The model has no such operation or option; a test that needs it must extend the model. */
export class NotModelledError extends Error {
  override readonly name = "NotModelledError";
  readonly service: string;

  constructor(service: string, what: string) {
    super(`The model of ${service} doesn't have ${what}.`);
    this.service = service;
  }
}

/** The `$metadata` of an answer, as the SDK makes it. */
export function metadata(httpStatusCode = 200) {
  return { httpStatusCode, requestId: "modelled", attempts: 1, totalRetryDelay: 0 };
}

/** What a constructor of an SDK exception wants beside its message. */
export function fault(message: string, httpStatusCode: number) {
  const origin = httpStatusCode >= 500 ? ("server" as const) : ("client" as const);
  return { message, $fault: origin, $metadata: metadata(httpStatusCode) };
}
