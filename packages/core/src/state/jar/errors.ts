import { SwitchyardError } from "../../errors.ts";

/** The function's environment would pass Lambda's 4 KB with this value in it. Nothing was written. */
export class JarFullError extends SwitchyardError {
  override readonly name = "JarFullError";
  readonly code = "jar.full";
  /** What the jar's variables would take of the environment, and what the other variables leave. */
  readonly neededBytes: number;
  readonly availableBytes: number;
  /** The compression with which the value would fit; `undefined` when none makes it fit. */
  readonly wouldFitWith: "deflate" | "brotli" | undefined;

  constructor(size: {
    neededBytes: number;
    availableBytes: number;
    wouldFitWith: "deflate" | "brotli" | undefined;
  }) {
    const { neededBytes, availableBytes, wouldFitWith } = size;
    const help = wouldFitWith
      ? `compression: "${wouldFitWith}" makes it fit`
      : "no compression makes it fit";
    super(
      `The jar needs ${neededBytes} bytes of the environment; ${availableBytes} are free, and ${help}.`,
    );
    this.neededBytes = neededBytes;
    this.availableBytes = availableBytes;
    this.wouldFitWith = wouldFitWith;
  }
}

/** Other changes of the function's configuration came first each time. This one was not made. */
export class JarConflictError extends SwitchyardError {
  override readonly name = "JarConflictError";
  readonly code = "jar.conflict";
  readonly attempts: number;

  constructor(functionName: string, attempts: number, cause?: unknown) {
    super(`Other changes of ${functionName} came first at each of ${attempts} attempts.`, {
      cause,
    });
    this.attempts = attempts;
  }
}

/** There is no such function in this account and region. Nothing was written. */
export class JarFunctionNotFoundError extends SwitchyardError {
  override readonly name = "JarFunctionNotFoundError";
  readonly code = "jar.function_not_found";

  constructor(functionName: string, cause?: unknown) {
    super(`There is no function ${functionName} in this account and region.`, { cause });
  }
}

/** Lambda couldn't decrypt the function's environment, so that a write would lose it. Nothing was written. */
export class JarEnvironmentUnreadableError extends SwitchyardError {
  override readonly name = "JarEnvironmentUnreadableError";
  readonly code = "jar.environment_unreadable";

  constructor(functionName: string, reason: string) {
    super(`Lambda doesn't tell the environment of ${functionName}: ${reason}`);
  }
}

/** The value was written, but the function's update failed or went on for longer than was waited. */
export class JarNotSettledError extends SwitchyardError {
  override readonly name = "JarNotSettledError";
  readonly code = "jar.not_settled";
  /** Lambda's `LastUpdateStatus`. */
  readonly status: string;

  constructor(functionName: string, status: string, reason = "") {
    super(`The update of ${functionName} is ${status}${reason && `: ${reason}`}.`);
    this.status = status;
  }
}
