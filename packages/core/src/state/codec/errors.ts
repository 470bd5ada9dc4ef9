import { SwitchyardError, shorten } from "../../errors.ts";

/** A value that can't be stored. Nothing was written. */
export class UnstorableValueError extends SwitchyardError {
  override readonly name = "UnstorableValueError";
  readonly code = "state.unstorable";
  /** Where it is in what was to be stored, like `users[3].born`. */
  readonly path: string;

  constructor(path: string, what: string) {
    super(`${path}: ${what} can't be stored`);
    this.path = path;
  }
}

/** Stored text that this version can't have written: damaged, cut off or hostile. Nothing was changed. */
export class CorruptStateError extends SwitchyardError {
  override readonly name = "CorruptStateError";
  readonly code = "state.corrupt";

  constructor(reason: string, found?: unknown) {
    super(found === undefined ? reason : `${reason}: ${shorten(found)}`);
  }
}

/** Stored by a later release. Nothing was changed. */
export class UnknownStateVersionError extends SwitchyardError {
  override readonly name = "UnknownStateVersionError";
  readonly code = "state.unknown_version";

  constructor(version: unknown) {
    super(`the state's format is version ${shorten(version)}; this release reads version 1`);
  }
}
