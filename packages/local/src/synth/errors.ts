import { LocalError } from "../errors.ts";

/** SST's platform is not there and could not be laid out. */
export class PlatformError extends LocalError {
  override readonly name = "PlatformError";
  readonly code = "local.platform";

  constructor(message: string, options?: { cause?: unknown }) {
    const detail = options?.cause instanceof Error ? `\n${options.cause.message}` : "";
    super(
      message + detail,
      "Run `npm ci`, then `npm run doctor`; SST's install needs npm's registry.",
      options,
    );
  }
}

/** The SST program itself failed: it doesn't bundle, it threw, or it left something undone. */
export class ProgramError extends LocalError {
  override readonly name = "ProgramError";
  readonly code = "local.program";

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, "Look at sst.config.ts and infra/.", options);
  }
}
