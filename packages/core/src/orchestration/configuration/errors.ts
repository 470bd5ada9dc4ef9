import { InvalidInputError, SwitchyardError } from "../../errors.ts";

/** A stored or composed configuration that can't be used; names its fields. Nothing was done with it. */
export class InvalidConfigurationError extends InvalidInputError {
  override readonly name = "InvalidConfigurationError";
  override readonly code = "configuration.invalid";
}

/** A source of configuration didn't answer, or refused. What it holds is unknown. */
export class ConfigurationUnreadableError extends SwitchyardError {
  override readonly name = "ConfigurationUnreadableError";
  readonly code = "configuration.unreadable";
  readonly source: string;

  constructor(source: string, wanted: string, cause: unknown) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`${wanted} could not be read from ${source}: ${why}`, { cause });
    this.source = source;
  }
}

/** The source can't do this: a function of one's own only answers by name. */
export class UnsupportedSourceError extends SwitchyardError {
  override readonly name = "UnsupportedSourceError";
  readonly code = "configuration.unsupported_source";

  constructor(wanted: string, sources: readonly string[]) {
    super(`None of these sources can ${wanted}: ${sources.join(", ") || "no source"}`);
  }
}
